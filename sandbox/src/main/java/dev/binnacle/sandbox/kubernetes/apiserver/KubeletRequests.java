package dev.binnacle.sandbox.kubernetes.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.pods.LogRequest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Answer;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * What is passed on to the kubelet of a node. Sources: kubernetes pkg/registry/core/pod/strategy.go
 * (LogLocation), staging/src/k8s.io/apimachinery/pkg/util/proxy/upgradeaware.go.
 */
final class KubeletRequests {
  private static final int CHUNK = 8192;

  private final Kubelets kubelets;

  KubeletRequests(Kubelets kubelets) {
    this.kubelets = kubelets;
  }

  Answer logs(ObjectNode pod, ApiRequest request) {
    if (!request.method().equals("GET")) {
      throw Refusals.methodNotAllowed();
    }
    LogRequest wanted = LogRequest.of(pod, request.query());
    String node = pod.path("spec").path("nodeName").asText();
    if (node.isEmpty()) {
      return new Answer.Text(200, "");
    }
    String namespace = pod.path("metadata").path("namespace").asText();
    String name = pod.path("metadata").path("name").asText();
    try {
      InputStream log = kubelets.logs(namespace, name, wanted.container(), wanted.options());
      return new Answer.Stream("text/plain", out -> copy(log, out));
    } catch (LogUnavailable unavailable) {
      throw Refusals.badRequest(unavailable.getMessage());
    } catch (NodeUnreachable unreachable) {
      throw Refusals.other(
          500,
          "",
          "Get \"https://%s:10250/containerLogs/%s/%s/%s\": %s"
              .formatted(
                  unreachable.node(),
                  namespace,
                  name,
                  wanted.container(),
                  unreachable.getMessage()));
    }
  }

  /** Only the statistics are behind this proxy. */
  Answer proxy(String node, List<String> path, ApiRequest request) {
    if (!request.method().equals("GET")) {
      throw Refusals.methodNotAllowed();
    }
    if (!path.equals(List.of("stats", "summary"))) {
      return new Answer.Text(404, "404 page not found\n");
    }
    try {
      return Answer.ok(kubelets.statsSummary(node));
    } catch (NodeUnreachable unreachable) {
      throw Refusals.other(
          503, "ServiceUnavailable", "error trying to reach service: " + unreachable.getMessage());
    }
  }

  private static void copy(InputStream log, OutputStream out) throws IOException {
    try (log) {
      byte[] chunk = new byte[CHUNK];
      for (int count = log.read(chunk); count >= 0; count = log.read(chunk)) {
        out.write(chunk, 0, count);
        if (log.available() == 0) {
          out.flush();
        }
      }
    }
  }
}
