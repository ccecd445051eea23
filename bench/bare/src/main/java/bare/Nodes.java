package bare;

import jakarta.json.bind.JsonbBuilder;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/** The page of the file in BARE_PAGE, from objects in memory: no token, no query, no headers. */
@Path("nodes")
public class Nodes {

  private static final String TEXT = text();
  private static final Map<?, ?> PAGE = page();

  /** Everything below /. */
  @ApplicationPath("/")
  public static class Everything extends Application {}

  /** The page, written as JSON for each request by the provider that Payara brings. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public Map<?, ?> nodes() {
    return PAGE;
  }

  /** The page as it lies in the file: what no server of computed answers can reach. */
  @GET
  @Path("text")
  @Produces(MediaType.APPLICATION_JSON)
  public String ready() {
    return TEXT;
  }

  private static String text() {
    try {
      return Files.readString(java.nio.file.Path.of(System.getenv("BARE_PAGE")));
    } catch (IOException failed) {
      throw new ExceptionInInitializerError(failed);
    }
  }

  private static Map<?, ?> page() {
    try (var json = JsonbBuilder.create()) {
      return json.fromJson(TEXT, Map.class);
    } catch (Exception failed) {
      throw new ExceptionInInitializerError(failed);
    }
  }
}
