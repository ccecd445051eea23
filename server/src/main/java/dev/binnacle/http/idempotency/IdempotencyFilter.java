package dev.binnacle.http.idempotency;

import dev.binnacle.http.CurrentRequest;
import dev.binnacle.http.Exchange;
import dev.binnacle.http.Preferences;
import dev.binnacle.http.Request;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives an answer again when a request comes again with the same Idempotency-Key. The answer is
 * kept before its first byte leaves, so that nobody has an answer that could be made twice.
 */
public final class IdempotencyFilter
    implements ContainerRequestFilter, ContainerResponseFilter, WriterInterceptor {

  private static final String KEY_HEADER = "Idempotency-Key";
  private static final String REPLAYED_HEADER = "Idempotent-Replayed";
  private static final int LONGEST_KEY = 255;
  private static final List<String> KEPT_HEADERS =
      List.of(HttpHeaders.LOCATION, HttpHeaders.ETAG, HttpHeaders.CONTENT_TYPE);

  /** The claim with the status of its answer, between the response filter and the interceptor. */
  private record Answering(Claim claim, int status) {}

  private final IdempotencyKeys keys;
  private final CurrentRequest currentRequest;

  /** A filter over the table of keys. */
  public IdempotencyFilter(IdempotencyKeys keys, CurrentRequest currentRequest) {
    this.keys = keys;
    this.currentRequest = currentRequest;
  }

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    var key = request.getHeaderString(KEY_HEADER);
    if (key == null) {
      return;
    }
    requireUsable(key);
    var body = request.getEntityStream().readAllBytes();
    request.setEntityStream(new ByteArrayInputStream(body));
    var current = currentRequest.get();
    var uri = request.getUriInfo().getRequestUri();
    var pathAndQuery = uri.getRawPath() + "?" + Optional.ofNullable(uri.getRawQuery()).orElse("");
    var fingerprint =
        Fingerprint.of(current.caller(), key, request.getMethod(), pathAndQuery, body);
    switch (keys.claim(fingerprint, key, wait(request))) {
      case IdempotencyKeys.Attempt.Answered(var answer) -> request.abortWith(again(answer));
      case IdempotencyKeys.Attempt.Claimed(var claim) -> {
        request.setProperty(Exchange.CLAIM, claim);
        currentRequest.set(
            new Request(current.caller(), current.id(), Optional.of(fingerprint.whole())));
      }
    }
  }

  private static void requireUsable(String key) {
    if (key.isBlank() || key.length() > LONGEST_KEY) {
      throw Problem.of(ProblemCode.INVALID_PARAMETER, "The Idempotency-Key cannot be used.")
          .withErrors(
              List.of(Problem.Violation.of(KEY_HEADER, "must have between 1 and 255 characters")))
          .withRemedy("Use a UUID.")
          .asException();
    }
  }

  private static Duration wait(ContainerRequestContext request) {
    return Preferences.wait(request.getHeaderString("Prefer"));
  }

  private static Response again(KeptAnswer kept) {
    var answer = Response.status(kept.status()).header(REPLAYED_HEADER, "true");
    kept.headers().forEach(answer::header);
    return (kept.body().length == 0 ? answer : answer.entity(kept.body())).build();
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (!(request.getProperty(Exchange.CLAIM) instanceof Claim claim)) {
      return;
    }
    if (!KeptAnswer.keeps(response.getStatus())) {
      request.removeProperty(Exchange.CLAIM);
      keys.release(claim);
    } else if (response.hasEntity()) {
      request.setProperty(Exchange.CLAIM, new Answering(claim, response.getStatus()));
    } else {
      request.removeProperty(Exchange.CLAIM);
      keys.keep(
          claim, new KeptAnswer(response.getStatus(), kept(response.getHeaders()), new byte[0]));
    }
  }

  @Override
  public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
    if (!(context.getProperty(Exchange.CLAIM) instanceof Answering(var claim, var status))) {
      context.proceed();
      return;
    }
    context.removeProperty(Exchange.CLAIM);
    var client = context.getOutputStream();
    var body = new ByteArrayOutputStream();
    context.setOutputStream(body);
    try {
      context.proceed();
    } catch (IOException | RuntimeException unwritable) {
      keys.release(claim);
      throw unwritable;
    }
    var bytes = body.toByteArray();
    keys.keep(claim, new KeptAnswer(status, kept(context.getHeaders()), bytes));
    client.write(bytes);
    context.setOutputStream(client);
  }

  private static Map<String, String> kept(MultivaluedMap<String, Object> headers) {
    var kept = new LinkedHashMap<String, String>();
    for (var name : KEPT_HEADERS) {
      Optional.ofNullable(headers.getFirst(name))
          .ifPresent(value -> kept.put(name, value.toString()));
    }
    return kept;
  }
}
