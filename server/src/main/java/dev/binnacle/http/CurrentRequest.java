package dev.binnacle.http;

import jakarta.enterprise.context.RequestScoped;

/**
 * Holds the {@link Request} between the filters that make it and the resource that uses it. Only on
 * the request's own thread; resources take {@link #get} before they hand work to another one.
 */
@RequestScoped
public class CurrentRequest {

  private Request request;

  /** Set by the filters. */
  public void set(Request newRequest) {
    request = newRequest;
  }

  /**
   * The request.
   *
   * @throws IllegalStateException before the filters have authenticated it
   */
  public Request get() {
    if (request == null) {
      throw new IllegalStateException("the request has not been authenticated");
    }
    return request;
  }
}
