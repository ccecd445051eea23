package dev.binnacle.http.pipeline;

import dev.binnacle.http.Answers;
import dev.binnacle.http.ChangeRefused;
import dev.binnacle.http.Exchange;
import dev.binnacle.http.ResourceReference;
import dev.binnacle.http.failures.Failure;
import dev.binnacle.identity.Caller;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.PathSegment;
import java.util.Collection;
import java.util.Set;

/**
 * Tells of changes that were refused for what the caller may not do or what is not possible now.
 * Malformed and unknown requests tell nothing, and neither do dry runs: they would have changed
 * nothing. A replayed refusal was told the first time.
 */
final class RefusalNotice implements ContainerResponseFilter {

  private static final Set<Integer> REFUSALS = Set.of(403, 409, 412, 422, 428);

  private final String operationId;
  private final Event<ChangeRefused> refused;
  private final Answers answers;

  RefusalNotice(String operationId, Event<ChangeRefused> refused, Answers answers) {
    this.operationId = operationId;
    this.refused = refused;
    this.answers = answers;
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() instanceof Failure failure
        && REFUSALS.contains(response.getStatus())
        && request.getProperty(Exchange.CALLER) instanceof Caller caller
        && !isDryRun(request)) {
      refused.fireAsync(
          new ChangeRefused(caller, operationId, resource(request), failure.problem().code()),
          NotificationOptions.ofExecutor(answers.threads()));
    }
  }

  private static boolean isDryRun(ContainerRequestContext request) {
    return Boolean.parseBoolean(request.getUriInfo().getQueryParameters().getFirst("dryRun"));
  }

  private static ResourceReference resource(ContainerRequestContext request) {
    var uri = request.getUriInfo();
    return ResourceReference.of(
        uri.getPathSegments().stream().map(PathSegment::getPath).toList(),
        uri.getPathParameters().values().stream().flatMap(Collection::stream).toList());
  }
}
