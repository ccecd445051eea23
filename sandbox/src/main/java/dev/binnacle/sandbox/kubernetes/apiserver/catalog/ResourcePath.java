package dev.binnacle.sandbox.kubernetes.apiserver.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a path names. Source: kubernetes
 * staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go.
 *
 * @param group empty for the core group
 * @param namespace empty when the path has none
 * @param name empty when the path is that of a collection
 * @param subresource empty when the path is that of the object itself
 * @param rest what follows the subresource, as in a proxied path
 */
public record ResourcePath(
    String group,
    String version,
    String namespace,
    String plural,
    String name,
    String subresource,
    List<String> rest) {
  /** Reads the segments of a path; empty when it names no resource. */
  public static Optional<ResourcePath> of(List<String> segments) {
    boolean core = segments.size() >= 3 && segments.getFirst().equals("api");
    boolean grouped = segments.size() >= 4 && segments.getFirst().equals("apis");
    if (!core && !grouped) {
      return Optional.empty();
    }
    String group = core ? "" : segments.get(1);
    String version = segments.get(core ? 1 : 2);
    List<String> parts = new ArrayList<>(segments.subList(core ? 2 : 3, segments.size()));
    String namespace = "";
    if (parts.getFirst().equals("namespaces") && parts.size() > 1) {
      namespace = parts.get(1);
      if (parts.size() > 2 && !List.of("status", "finalize").contains(parts.get(2))) {
        parts.subList(0, 2).clear();
      }
    }
    return Optional.of(
        new ResourcePath(
            group,
            version,
            namespace,
            parts.getFirst(),
            parts.size() > 1 ? parts.get(1) : "",
            parts.size() > 2 ? parts.get(2) : "",
            parts.size() > 3 ? List.copyOf(parts.subList(3, parts.size())) : List.of()));
  }

  /** As rules of RBAC have it: {@code pods/log}. */
  public String resource() {
    return subresource.isEmpty() ? plural : plural + "/" + subresource;
  }
}
