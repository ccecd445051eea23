package dev.binnacle.http.pipeline;

import dev.binnacle.http.HttpSettings;
import dev.binnacle.http.failures.BodyTooLarge;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;

/**
 * Refuses bodies that are too long: by Content-Length before anything is parsed, chunked ones while
 * they come.
 */
@ApplicationScoped
@PreMatching
public class BodyLimit implements ContainerRequestFilter {

  private static final long READ_AWAY = 8L * 1024 * 1024;

  private final HttpSettings settings;

  /** Required by CDI. */
  protected BodyLimit() {
    this(null);
  }

  /** The limit of the settings. */
  @Inject
  public BodyLimit(HttpSettings settings) {
    this.settings = settings;
  }

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    long limit = settings.bodyLimit();
    // Not getLength(): it is an int, and -1 for a body beyond two gigabytes.
    var announced = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    if (announced == null || !announced.matches("\\d{1,18}")) {
      request.setEntityStream(new BoundedStream(request.getEntityStream(), limit));
      return;
    }
    long length = Long.parseLong(announced);
    if (length > limit) {
      readAway(request.getEntityStream());
      throw new BodyTooLarge(length, limit);
    }
  }

  /** A connection closed on unread bytes is reset, and the caller would never see the problem. */
  private static void readAway(InputStream body) throws IOException {
    var buffer = new byte[64 * 1024];
    long left = READ_AWAY;
    for (int count = 0; left > 0 && count >= 0; left -= count) {
      count = body.read(buffer);
    }
  }
}
