package dev.binnacle.http.pipeline;

import dev.binnacle.http.Exchange;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;

/** Notes which operation a request turned out to ask for. */
final class OperationFilter implements ContainerRequestFilter {

  private final String operationId;

  OperationFilter(String operationId) {
    this.operationId = operationId;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    request.setProperty(Exchange.OPERATION, operationId);
  }
}
