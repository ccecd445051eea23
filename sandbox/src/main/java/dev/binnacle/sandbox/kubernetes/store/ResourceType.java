package dev.binnacle.sandbox.kubernetes.store;

import java.util.List;

/**
 * A kind of object that the API server serves.
 *
 * @param group empty for the core group
 * @param plural as paths have it: {@code pods}
 * @param singular as kubectl accepts it: {@code pod}
 * @param kind {@code Pod}
 * @param namespaced whether its objects live in namespaces
 * @param shortNames what kubectl accepts too: {@code po}
 */
public record ResourceType(
    String group,
    String version,
    String plural,
    String singular,
    String kind,
    boolean namespaced,
    List<String> shortNames) {
  public ResourceType {
    shortNames = List.copyOf(shortNames);
  }

  /** {@code v1} or {@code apps/v1}. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** As messages and RBAC rules name it: {@code pods} or {@code deployments.apps}. */
  public String qualifiedName() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  @Override
  public String toString() {
    return qualifiedName();
  }
}
