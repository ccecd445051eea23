package dev.binnacle.sandbox.kubernetes.apiserver;

import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.Faults;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Answer;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import java.util.List;
import java.util.Optional;

/** What faults do to single requests. The paths by which faults are managed are spared. */
final class RequestFaults {
  private final Faults faults;

  RequestFaults(Faults faults) {
    this.faults = faults;
  }

  /**
   * Delays the request as long as a fault says.
   *
   * @return the answer instead of the right one, if there is such a fault
   */
  Optional<Answer> disturb(ApiRequest request) throws InterruptedException {
    if (request.path().startsWith("/simulator/")) {
      return Optional.empty();
    }
    List<Fault.ApiServerSlow> delays = faults.active(Fault.ApiServerSlow.class).toList();
    for (Fault.ApiServerSlow slow : delays) {
      Thread.sleep(slow.delay());
    }
    return throttled(request).or(() -> failed(request));
  }

  /**
   * The group of the masters is exempt from priority and fairness. Source: kubernetes
   * staging/src/k8s.io/apiserver/pkg/apis/flowcontrol/bootstrap/default.go.
   */
  private Optional<Answer> throttled(ApiRequest request) {
    if (request.user().isMaster()) {
      return Optional.empty();
    }
    return faults
        .active(Fault.Throttled.class)
        .findFirst()
        .map(fault -> new Answer.Throttled(Math.max(1, fault.retryAfter().toSeconds())));
  }

  private Optional<Answer> failed(ApiRequest request) {
    return faults
        .active(Fault.ServerError.class)
        .filter(fault -> request.path().matches(fault.path()))
        .findFirst()
        .map(fault -> {
          Refusal refusal = refusal(fault.status());
          return new Answer.Document(refusal.code(), refusal.status());
        });
  }

  private static Refusal refusal(int status) {
    return switch (status) {
      case 500 -> Refusals.internal("etcdserver: request timed out");
      case 503 ->
          Refusals.other(
              503, "ServiceUnavailable", "the server is currently unable to handle the request");
      case 504 ->
          Refusals.other(
              504,
              "Timeout",
              "Timeout: request did not complete within requested timeout - context deadline exceeded");
      default ->
          Refusals.other(
              status, "", "an error on the server has prevented the request from succeeding");
    };
  }
}
