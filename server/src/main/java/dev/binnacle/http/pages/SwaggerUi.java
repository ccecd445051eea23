package dev.binnacle.http.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Where Swagger UI's files are on the class path: its web jar puts them below its version. */
final class SwaggerUi {

  private static final String COORDINATES = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

  private SwaggerUi() {}

  /** The folder of the files, with a slash at the end. */
  static String folder() {
    try (var stream = SwaggerUi.class.getResourceAsStream(COORDINATES)) {
      if (stream == null) {
        throw new IllegalStateException("Swagger UI is not bundled");
      }
      var coordinates = new Properties();
      coordinates.load(stream);
      return "/META-INF/resources/webjars/swagger-ui/%s/"
          .formatted(coordinates.getProperty("version"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Swagger UI cannot be read", unreadable);
    }
  }
}
