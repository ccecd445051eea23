package dev.binnacle.http;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Holds the {@link Request} between the filters that make it and the resource that uses it. Only on
 * the request's own thread; resources take {@link #get} before they hand work to another one.
 */
@ApplicationScoped
public class CurrentRequest {

  private final ThreadLocal<Optional<Request>> current = ThreadLocal.withInitial(Optional::empty);

  /** Set by the filters. */
  public void set(Request request) {
    current.set(Optional.of(request));
  }

  /**
   * The request.
   *
   * @throws IllegalStateException before the filters have authenticated it
   */
  public Request get() {
    return current
        .get()
        .orElseThrow(() -> new IllegalStateException("the request has not been authenticated"));
  }

  /** Forgets the request when its thread leaves it. */
  public void clear() {
    current.remove();
  }
}
