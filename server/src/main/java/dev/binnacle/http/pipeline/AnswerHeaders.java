package dev.binnacle.http.pipeline;

import dev.binnacle.http.Exchange;
import dev.binnacle.http.quotas.Quota;
import dev.binnacle.http.quotas.Quotas;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What every answer of the API carries, whatever it says; and how long it took, for the metrics.
 */
@ApplicationScoped
public class AnswerHeaders implements ContainerResponseFilter {

  private final Quotas quotas;
  private final MeterRegistry meters;

  /** Required by CDI. */
  protected AnswerHeaders() {
    this(null, null);
  }

  /** Headers that tell of these quotas, and a timer in that registry. */
  @Inject
  public AnswerHeaders(Quotas quotas, MeterRegistry meters) {
    this.quotas = quotas;
    this.meters = meters;
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    var headers = response.getHeaders();
    headers.computeIfAbsent(
        HttpHeaders.CACHE_CONTROL, name -> new ArrayList<>(List.of("no-store")));
    var quota = quota(request);
    headers.putSingle("RateLimit-Policy", quota.policyHeader());
    headers.putSingle("RateLimit", quota.header());
    var arrived = (long) request.getProperty(Exchange.ARRIVED);
    Timer.builder("http.server.requests")
        .description("Time to the answer, by operation of the contract and status")
        .tag("operation", operation(request))
        .tag("status", Integer.toString(response.getStatus()))
        .register(meters)
        .record(Duration.ofNanos(System.nanoTime() - arrived));
  }

  private Quota quota(ContainerRequestContext request) {
    return request.getProperty(Exchange.QUOTA) instanceof Quota quota
        ? quota
        : quotas.failuresLeft((String) request.getProperty(Exchange.SOURCE_ADDRESS));
  }

  /** Paths that nothing matched share one name: callers must not be able to make meters. */
  private static String operation(ContainerRequestContext request) {
    return request.getProperty(Exchange.OPERATION) instanceof String operation ? operation : "none";
  }
}
