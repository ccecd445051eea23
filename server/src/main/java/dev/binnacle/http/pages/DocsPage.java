package dev.binnacle.http.pages;

import dev.binnacle.http.Digests;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Swagger UI on the contract. Everything comes from here; nothing may be fetched from elsewhere.
 */
@WebServlet(name = "docs", urlPatterns = "/docs/*")
public class DocsPage extends Page {

  private static final long serialVersionUID = 1L;

  private static final String SWAGGER_UI = SwaggerUi.folder();

  private static final String OURS = "/docs/";

  private record File(String resource, String mediaType) {}

  private static final Map<String, File> FILES =
      Map.of(
          "/", new File(OURS + "index.html", "text/html;charset=UTF-8"),
          "/start.js", new File(OURS + "start.js", "text/javascript;charset=UTF-8"),
          "/swagger-ui.css", new File(SWAGGER_UI + "swagger-ui.css", "text/css;charset=UTF-8"),
          "/swagger-ui-bundle.js",
              new File(SWAGGER_UI + "swagger-ui-bundle.js", "text/javascript;charset=UTF-8"),
          "/favicon.png", new File(SWAGGER_UI + "favicon-32x32.png", "image/png"));

  /** Swagger UI styles elements one by one and draws its icons from data addresses. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
          + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
          + "frame-ancestors 'none'";

  @Override
  void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var path = request.getPathInfo();
    if (path == null) {
      response.setStatus(HttpServletResponse.SC_FOUND);
      response.setHeader("Location", "/docs/");
      return;
    }
    var file = FILES.get(path);
    if (file == null) {
      notFound(request, response);
      return;
    }
    send(file, request, response);
  }

  private static void send(File file, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var content = content(file.resource());
    var tag = "\"" + HexFormat.of().formatHex(Digests.sha256(content), 0, 16) + "\"";
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("Cache-Control", "no-cache");
    response.setHeader("ETag", tag);
    if (tag.equals(request.getHeader("If-None-Match"))) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
    } else {
      send(response, request, file.mediaType(), content);
    }
  }

  private static byte[] content(String resource) throws IOException {
    try (var stream = DocsPage.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("not bundled: " + resource);
      }
      return stream.readAllBytes();
    }
  }
}
