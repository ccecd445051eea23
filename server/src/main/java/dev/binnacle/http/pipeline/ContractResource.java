package dev.binnacle.http.pipeline;

import dev.binnacle.http.Anonymous;
import dev.binnacle.http.Digests;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;

/** The contract itself, for Swagger UI, generators and whoever asks. */
@ApplicationScoped
@Path("/")
public class ContractResource {

  private static final int TAG_BYTES = 16;

  private record Document(byte[] content, EntityTag tag) {

    static Document bundled(String name) {
      try (var stream = ContractResource.class.getResourceAsStream("/contract/" + name)) {
        if (stream == null) {
          throw new IllegalStateException("the contract is not bundled: no " + name);
        }
        var content = stream.readAllBytes();
        var tag = HexFormat.of().formatHex(Digests.sha256(content), 0, TAG_BYTES);
        return new Document(content, new EntityTag(tag));
      } catch (IOException unreadable) {
        throw new UncheckedIOException("the contract cannot be read", unreadable);
      }
    }
  }

  private final Document json = Document.bundled("openapi.json");
  private final Document yaml = Document.bundled("openapi.yaml");

  /** The contract as JSON. */
  @GET
  @Path("openapi.json")
  @Produces("application/json")
  @Anonymous
  public Response openapiJson(@Context Request request) {
    return answer(json, request);
  }

  /** The contract as YAML. */
  @GET
  @Path("openapi.yaml")
  @Produces("application/yaml")
  @Anonymous
  public Response openapiYaml(@Context Request request) {
    return answer(yaml, request);
  }

  private static Response answer(Document document, Request request) {
    var unchanged = request.evaluatePreconditions(document.tag());
    var answer = unchanged == null ? Response.ok(document.content()) : unchanged;
    return answer.tag(document.tag()).header("Cache-Control", "no-cache").build();
  }
}
