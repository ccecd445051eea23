package dev.binnacle.sandbox.kubernetes.apiserver.access;

/**
 * What somebody wants to do.
 *
 * @param verb {@code get}, {@code list}, {@code patch}…
 * @param resource with its subresource: {@code pods/log}
 * @param namespace empty for the whole cluster
 * @param name empty for a collection
 */
public record Attempt(String verb, String group, String resource, String namespace, String name) {
  /** As the API server words it in a refusal. */
  String description(String user) {
    return "User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s"
        .formatted(
            user,
            verb,
            resource,
            group,
            namespace.isEmpty()
                ? "at the cluster scope"
                : "in the namespace \"%s\"".formatted(namespace));
  }
}
