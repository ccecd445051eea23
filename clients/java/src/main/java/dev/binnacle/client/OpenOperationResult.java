package dev.binnacle.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.binnacle.client.model.OperationResult;
import java.io.IOException;

/**
 * Reads the result of an operation whose kind this client does not know as absent. The generated
 * reader would guess, or refuse the whole operation.
 */
@JsonDeserialize(using = OpenOperationResult.Reader.class)
interface OpenOperationResult {
  /** Asks the discriminator first, and leaves the rest to the generated reader. */
  final class Reader extends JsonDeserializer<OperationResult> {
    private final OperationResult.OperationResultDeserializer generated =
        new OperationResult.OperationResultDeserializer();

    Reader() {
      // The generated class registers the kinds that it knows when it is first used.
      new OperationResult();
    }

    @Override
    public OperationResult deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      JsonNode tree = context.readTree(parser);
      if (JSON.getClassForElement(tree, OperationResult.class) == null) {
        return null;
      }
      try (var again = tree.traverse(parser.getCodec())) {
        again.nextToken();
        return generated.deserialize(again, context);
      }
    }
  }
}
