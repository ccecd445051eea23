package dev.binnacle.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;

/**
 * Reads whole numbers as JSON Schema means them (2020-12, core section 4.2.1): 5.0 is one, too. A
 * real fraction is refused, and not cut off.
 */
final class WholeNumber extends StdScalarDeserializer<Integer> {

  private static final long serialVersionUID = 1L;
  private static final JsonDeserializer<?> USUAL =
      NumberDeserializers.find(Integer.class, Integer.class.getName());

  WholeNumber() {
    super(Integer.class);
  }

  @Override
  public Integer deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (parser.hasToken(JsonToken.VALUE_NUMBER_FLOAT)) {
      try {
        return parser.getDecimalValue().intValueExact();
      } catch (ArithmeticException fraction) {
        // The usual reading refuses it, in the words of every other refusal.
      }
    }
    return (Integer) USUAL.deserialize(parser, context);
  }
}
