package dev.binnacle.sandbox.kubernetes.apiserver.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.User;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Decides by the roles and bindings that are stored. Sources: kubernetes
 * plugin/pkg/auth/authorizer/rbac/rbac.go, staging/src/k8s.io/apiserver/pkg/endpoints/filters and
 * handlers/responsewriters/errors.go for the words of a refusal.
 */
public final class Rbac {
  private final ObjectStore store;

  public Rbac(ObjectStore store) {
    this.store = store;
  }

  /**
   * Lets an attempt on a resource pass.
   *
   * @throws Refusal 403 when nothing allows it
   */
  public void check(User user, ResourceType type, Attempt attempt) {
    if (!allows(user, attempt)) {
      String description = attempt.description(user.name());
      throw attempt.name().isEmpty()
          ? forbidden(type, description)
          : Refusals.forbidden(type, attempt.name(), description);
    }
  }

  /**
   * Lets a request for a path that is no resource pass.
   *
   * @throws Refusal 403 when nothing allows it
   */
  public void checkPath(User user, String verb, String path) {
    if (!allowsPath(user, verb, path)) {
      throw Refusals.forbiddenPath(user.name(), verb, path);
    }
  }

  /** Whether some rule allows an attempt on a resource. */
  public boolean allows(User user, Attempt attempt) {
    return user.isMaster()
        || rules(user, attempt.namespace()).anyMatch(rule -> covers(rule, attempt));
  }

  /** Whether some rule allows a request for a path. */
  public boolean allowsPath(User user, String verb, String path) {
    return user.isMaster() || rules(user, "").anyMatch(rule -> coversPath(rule, verb, path));
  }

  /** The rules that hold for a user in a namespace; without one, those of the whole cluster. */
  public Stream<JsonNode> rules(User user, String namespace) {
    Stream<JsonNode> global =
        store.listing(ResourceTypes.CLUSTER_ROLE_BINDINGS).objects().stream()
            .filter(binding -> binds(binding, user))
            .flatMap(this::rulesOf);
    if (namespace.isEmpty()) {
      return global;
    }
    return Stream.concat(
        global,
        store.listing(ResourceTypes.ROLE_BINDINGS, namespace).objects().stream()
            .filter(binding -> binds(binding, user))
            .flatMap(this::rulesOf));
  }

  private static Refusal forbidden(ResourceType type, String description) {
    Refusal refusal = Refusals.forbidden(type.qualifiedName(), description);
    ObjectNode details = refusal.status().putObject("details");
    if (!type.group().isEmpty()) {
      details.put("group", type.group());
    }
    details.put("kind", type.plural());
    return refusal;
  }

  private Stream<JsonNode> rulesOf(ObjectNode binding) {
    JsonNode reference = binding.path("roleRef");
    String name = reference.path("name").asText();
    Key key =
        reference.path("kind").asText().equals("ClusterRole")
            ? new Key(ResourceTypes.CLUSTER_ROLES, "", name)
            : new Key(
                ResourceTypes.ROLES, binding.path("metadata").path("namespace").asText(), name);
    Optional<ObjectNode> role = store.peek(key);
    return role.stream().flatMap(found -> elements(found.path("rules")));
  }

  private static boolean binds(ObjectNode binding, User user) {
    String home = binding.path("metadata").path("namespace").asText();
    return elements(binding.path("subjects"))
        .anyMatch(subject -> {
          String name = subject.path("name").asText();
          return switch (subject.path("kind").asText()) {
            case "User" -> name.equals(user.name());
            case "Group" -> user.groups().contains(name);
            case "ServiceAccount" ->
                user.name()
                    .equals(
                        "system:serviceaccount:%s:%s"
                            .formatted(subject.path("namespace").asText(home), name));
            default -> false;
          };
        });
  }

  private static boolean covers(JsonNode rule, Attempt attempt) {
    return contains(rule.path("verbs"), attempt.verb())
        && contains(rule.path("apiGroups"), attempt.group())
        && (contains(rule.path("resources"), attempt.resource())
            || coversSubresource(rule, attempt.resource()))
        && (rule.path("resourceNames").isEmpty()
            || contains(rule.path("resourceNames"), attempt.name()));
  }

  private static boolean coversSubresource(JsonNode rule, String resource) {
    int slash = resource.indexOf('/');
    return slash >= 0
        && elements(rule.path("resources"))
            .anyMatch(element -> element.asText().equals("*" + resource.substring(slash)));
  }

  private static boolean coversPath(JsonNode rule, String verb, String path) {
    return contains(rule.path("verbs"), verb)
        && elements(rule.path("nonResourceURLs"))
            .map(JsonNode::asText)
            .anyMatch(pattern ->
                pattern.equals(path)
                    || pattern.endsWith("*")
                        && path.startsWith(pattern.substring(0, pattern.length() - 1)));
  }

  private static boolean contains(JsonNode list, String value) {
    return elements(list)
        .map(JsonNode::asText)
        .anyMatch(element -> element.equals("*") || element.equals(value));
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
