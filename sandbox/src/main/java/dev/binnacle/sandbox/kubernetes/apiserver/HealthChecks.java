package dev.binnacle.sandbox.kubernetes.apiserver;

import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Answer;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code /healthz}, {@code /livez} and {@code /readyz}. Source: kubernetes
 * staging/src/k8s.io/apiserver/pkg/server/healthz/healthz.go.
 */
final class HealthChecks {
  private static final List<String> CHECKS =
      List.of(
          "ping",
          "log",
          "etcd",
          "etcd-readiness",
          "informer-sync",
          "poststarthook/start-apiserver-admission-initializer",
          "poststarthook/generic-apiserver-start-informers",
          "poststarthook/priority-and-fairness-config-consumer",
          "poststarthook/start-apiextensions-controllers",
          "poststarthook/crd-informer-synced",
          "poststarthook/start-system-namespaces-controller",
          "poststarthook/rbac/bootstrap-roles",
          "poststarthook/scheduling/bootstrap-system-priority-classes",
          "poststarthook/start-kube-apiserver-identity-lease-controller",
          "poststarthook/apiservice-registration-controller",
          "poststarthook/apiservice-status-available-controller",
          "autoregister-completion",
          "shutdown");

  private HealthChecks() {}

  /** Answers when the path is one of a health check. */
  static Optional<Answer> answer(ApiRequest request) {
    List<String> segments = request.segments();
    if (segments.isEmpty()
        || !List.of("healthz", "livez", "readyz").contains(segments.getFirst())) {
      return Optional.empty();
    }
    String endpoint = segments.getFirst();
    if (segments.size() > 1) {
      String check = String.join("/", segments.subList(1, segments.size()));
      return Optional.of(
          CHECKS.contains(check)
              ? new Answer.Text(200, "ok")
              : new Answer.Text(404, "404 page not found\n"));
    }
    if (!request.query().flag("verbose")) {
      return Optional.of(new Answer.Text(200, "ok"));
    }
    return Optional.of(
        new Answer.Text(
            200,
            CHECKS.stream()
                .filter(check -> endpoint.equals("readyz") || !isReadiness(check))
                .filter(check -> !request.query().all("exclude").contains(check))
                .map(check -> "[+]" + check + " ok\n")
                .collect(Collectors.joining("", "", endpoint + " check passed\n"))));
  }

  private static boolean isReadiness(String check) {
    return List.of("etcd-readiness", "informer-sync", "shutdown").contains(check);
  }
}
