package dev.binnacle.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.binnacle.client.model.OperationPlanDetail;
import java.io.IOException;

/**
 * Reads the detail of a plan whose kind this client does not know as absent. The generated reader
 * would guess, or refuse the whole plan.
 */
@JsonDeserialize(using = OpenOperationPlanDetail.Reader.class)
interface OpenOperationPlanDetail {
  /** Asks the discriminator first, and leaves the rest to the generated reader. */
  final class Reader extends JsonDeserializer<OperationPlanDetail> {
    private final OperationPlanDetail.OperationPlanDetailDeserializer generated =
        new OperationPlanDetail.OperationPlanDetailDeserializer();

    Reader() {
      // The generated class registers the kinds that it knows when it is first used.
      new OperationPlanDetail();
    }

    @Override
    public OperationPlanDetail deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      JsonNode tree = context.readTree(parser);
      if (JSON.getClassForElement(tree, OperationPlanDetail.class) == null) {
        return null;
      }
      try (var again = tree.traverse(parser.getCodec())) {
        again.nextToken();
        return generated.deserialize(again, context);
      }
    }
  }
}
