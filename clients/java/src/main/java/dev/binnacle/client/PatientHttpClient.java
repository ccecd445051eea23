package dev.binnacle.client;

import dev.binnacle.client.model.ProblemCode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What the generated code sends its requests with. It adds the token and the idempotency key,
 * repeats what may be repeated, and throws a {@link BinnacleException} for everything that is no
 * success, so that the generated code sees good and whole answers only.
 */
final class PatientHttpClient extends ForwardingHttpClient {
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY_REQUESTS = 429;

  private final Attempt attempt;
  private final Authorization authorization;
  private final Refusals refusals;
  private final ServerCheck serverCheck;
  private final RetryPolicy policy;

  PatientHttpClient(
      HttpClient http,
      Authorization authorization,
      Refusals refusals,
      ServerCheck serverCheck,
      RetryPolicy policy) {
    super(http);
    this.attempt = new Attempt(http);
    this.authorization = authorization;
    this.refusals = refusals;
    this.serverCheck = serverCheck;
    this.policy = policy;
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
    return BufferedResponse.of(answer(withKey(request)), handler);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return Background.run(() -> send(request, handler));
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushed) {
    return sendAsync(request, handler);
  }

  private static HttpRequest withKey(HttpRequest request) {
    if (!Repetition.wantsKey(request)) {
      return request;
    }
    return HttpRequest.newBuilder(request, (name, value) -> true)
        .header(Headers.IDEMPOTENCY_KEY, UUID.randomUUID().toString())
        .build();
  }

  private HttpResponse<byte[]> answer(HttpRequest request) {
    try {
      return policy.run(() -> oneAnswer(request), failure -> isWorthRepeating(request, failure));
    } catch (BinnacleException failure) {
      throw serverCheck.explain(failure);
    }
  }

  private HttpResponse<byte[]> oneAnswer(HttpRequest request) {
    var answer = authorized(request, attempt::send);
    refusals.requireGood(request, Answer.of(answer));
    return answer;
  }

  /**
   * One attempt at an answer that comes line by line. Blocks until it begins.
   *
   * @return the lines; empty when the server does not stream
   * @throws BinnacleException when there is no answer, or a refusal
   */
  Optional<LineQueue> lines(HttpRequest request, Duration atMost) {
    var handler = LineQueue.orWholeBody();
    var answer = authorized(request, each -> attempt.send(each, handler, atMost));
    var body = answer.body();
    if (body.lines().isEmpty()) {
      refusals.requireGood(
          request, new Answer(answer.statusCode(), answer.headers(), body.whole()));
    }
    return body.lines();
  }

  private <T> HttpResponse<T> authorized(
      HttpRequest request, Function<HttpRequest, HttpResponse<T>> send) {
    var token = authorization.token();
    var answer = send.apply(authorization.apply(request, token));
    return answer.statusCode() == UNAUTHORIZED && authorization.refused(token)
        ? send.apply(authorization.apply(request, authorization.token()))
        : answer;
  }

  private static boolean isWorthRepeating(HttpRequest request, BinnacleException failure) {
    var repeatable = Repetition.of(request) != Repetition.UNSAFE;
    if (failure instanceof ConnectionException lost) {
      return lost.failure() != ConnectionException.Failure.TLS
          && (repeatable || !lost.mayHaveArrived());
    }
    if (failure instanceof ProblemException refused) {
      return refused.status() == TOO_MANY_REQUESTS
          || refused.code() == ProblemCode.IDEMPOTENCY_KEY_IN_FLIGHT
          || repeatable
              && Passing.is(refused.status())
              && refused.code() != ProblemCode.COMPONENT_REFUSED;
    }
    return failure instanceof ApiException foreign
        && (foreign.getCode() == TOO_MANY_REQUESTS || repeatable && foreign.mayPass());
  }
}
