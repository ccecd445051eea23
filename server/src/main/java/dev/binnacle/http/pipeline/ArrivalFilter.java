package dev.binnacle.http.pipeline;

import dev.binnacle.http.CurrentRequest;
import dev.binnacle.http.Exchange;
import dev.binnacle.http.RequestArrived;
import dev.binnacle.http.Started;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;

/**
 * What every request meets first, inside and outside the API: it gets its id, and its answer the
 * headers that keep browsers from guessing.
 */
@WebFilter(
    filterName = "arrival",
    urlPatterns = "/*",
    asyncSupported = true,
    dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ERROR})
public class ArrivalFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  /** The header that carries the request's id, both ways. */
  static final String REQUEST_ID_HEADER = "X-Request-Id";

  @Inject private transient Event<RequestArrived> arrivals;
  @Inject private transient Started started;
  @Inject private transient CurrentRequest currentRequest;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!started.isFinished()) {
      arrivals.fire(new RequestArrived());
    }
    if (request.getAttribute(Exchange.REQUEST_ID) == null) {
      arrive(request);
    }
    var id = (String) request.getAttribute(Exchange.REQUEST_ID);
    response.setHeader(REQUEST_ID_HEADER, id);
    closeAfterTrace(request, response);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    MDC.put("requestId", id);
    TraceParent.of(request.getHeader("traceparent"))
        .ifPresent(trace -> MDC.put("traceId", trace.traceId()));
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.clear();
      currentRequest.clear();
    }
  }

  /**
   * TRACE must not have a body (RFC 9110, 9.3.8), so Grizzly reads none: what a client sends all
   * the same would be taken for the next request of the connection.
   */
  private static void closeAfterTrace(HttpServletRequest request, HttpServletResponse response) {
    if (request.getMethod().equals("TRACE")) {
      response.setHeader("Connection", "close");
    }
  }

  /** Once per request: an error dispatch may be its second way through here, or its first. */
  private static void arrive(HttpServletRequest request) {
    request.setAttribute(Exchange.REQUEST_ID, RequestIds.of(request.getHeader(REQUEST_ID_HEADER)));
    request.setAttribute(Exchange.SOURCE_ADDRESS, request.getRemoteAddr());
    request.setAttribute(Exchange.ARRIVED, System.nanoTime());
  }
}
