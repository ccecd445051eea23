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

/** Refuses bodies that are too long: by Content-Length unread, chunked ones while they come. */
@ApplicationScoped
@PreMatching
public class BodyLimit implements ContainerRequestFilter {

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
      throw new BodyTooLarge(length, limit);
    }
    request.setEntityStream(new AnnouncedStream(request.getEntityStream(), length));
  }
}
