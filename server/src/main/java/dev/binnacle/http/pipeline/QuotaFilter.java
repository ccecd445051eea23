package dev.binnacle.http.pipeline;

import dev.binnacle.http.CurrentRequest;
import dev.binnacle.http.Exchange;
import dev.binnacle.http.quotas.Quotas;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;

/** Takes one request off the caller's quota, or refuses with 429. */
final class QuotaFilter implements ContainerRequestFilter {

  private final Quotas quotas;
  private final CurrentRequest currentRequest;

  QuotaFilter(Quotas quotas, CurrentRequest currentRequest) {
    this.quotas = quotas;
    this.currentRequest = currentRequest;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    var quota = quotas.request(currentRequest.get().caller());
    request.setProperty(Exchange.QUOTA, quota);
    quota.requireGranted();
  }
}
