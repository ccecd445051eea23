package dev.binnacle.http.failures;

import dev.binnacle.http.Exchange;
import dev.binnacle.problems.ProblemCode;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes failures documents, and logs those that only the log may tell in full. */
public final class FailureRendering implements ContainerResponseFilter {

  private static final Logger LOG = LoggerFactory.getLogger(FailureRendering.class);
  private static final MediaType PROBLEM = MediaType.valueOf(Failure.MEDIA_TYPE);

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() instanceof Failure failure) {
      var id = (String) request.getProperty(Exchange.REQUEST_ID);
      var path = request.getUriInfo().getRequestUri().getRawPath();
      failure.fault().ifPresent(fault -> log(id, request.getMethod(), path, failure, fault));
      response.setEntity(
          ProblemDocument.of(failure.problem(), path, id), new Annotation[0], PROBLEM);
    }
  }

  private static void log(String id, String method, String path, Failure failure, Throwable fault) {
    var code = failure.problem().code();
    if (code == ProblemCode.INTERNAL_ERROR) {
      LOG.error("request {}: {} {} answers {}", id, method, path, code, fault);
    } else {
      LOG.warn("request {}: {} {} answers {}: {}", id, method, path, code, root(fault).toString());
    }
  }

  private static Throwable root(Throwable fault) {
    var root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
