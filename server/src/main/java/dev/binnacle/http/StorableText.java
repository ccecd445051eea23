package dev.binnacle.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import java.io.IOException;

/** Reads texts as Jackson does, but for the character U+0000, which PostgreSQL cannot store. */
final class StorableText extends StdScalarDeserializer<String> {

  private static final long serialVersionUID = 1L;

  StorableText() {
    super(String.class);
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    var text = StringDeserializer.instance.deserialize(parser, context);
    if (text != null && text.indexOf('\0') >= 0) {
      throw context.weirdStringException("", String.class, "contains the character U+0000");
    }
    return text;
  }
}
