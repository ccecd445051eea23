package dev.binnacle.sandbox.kubernetes.apiserver.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.catalog.ResourcePath;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Answer;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.User;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Answers what somebody may do, and who somebody is. Everybody may ask about themselves (the
 * default binding system:basic-user); about others, who may create subjectaccessreviews.
 */
public final class AccessReviews {
  private static final String AUTHORIZATION = "authorization.k8s.io";
  private static final String AUTHENTICATION = "authentication.k8s.io";
  private static final Set<String> SERVED =
      Set.of(
          "selfsubjectaccessreviews",
          "selfsubjectrulesreviews",
          "subjectaccessreviews",
          "localsubjectaccessreviews",
          "selfsubjectreviews");

  private final Rbac rbac;

  public AccessReviews(Rbac rbac) {
    this.rbac = rbac;
  }

  /** Whether a path is that of a review. */
  public boolean serves(ResourcePath path) {
    return List.of(AUTHORIZATION, AUTHENTICATION).contains(path.group())
        && SERVED.contains(path.plural());
  }

  /** The review with its status. */
  public Answer answer(ResourcePath path, ApiRequest request) {
    if (!request.method().equals("POST")) {
      throw Refusals.methodNotAllowed();
    }
    ObjectNode review = request.object();
    review.withObjectProperty("metadata").putNull("creationTimestamp");
    switch (path.plural()) {
      case "selfsubjectaccessreviews" -> review.set("status", status(request.user(), review));
      case "selfsubjectrulesreviews" -> review.set("status", rules(request.user(), review));
      case "selfsubjectreviews" -> review.set("status", identity(request.user()));
      default -> {
        if (!rbac.allows(
            request.user(),
            new Attempt("create", AUTHORIZATION, path.plural(), path.namespace(), ""))) {
          throw Refusals.forbidden(
              path.plural() + "." + AUTHORIZATION,
              "User \"%s\" cannot create resource \"%s\" in API group \"%s\" at the cluster scope"
                  .formatted(request.user().name(), path.plural(), AUTHORIZATION));
        }
        review.set("status", status(subject(review.path("spec")), review));
      }
    }
    return Answer.created(review);
  }

  private static User subject(JsonNode spec) {
    Set<String> groups = new HashSet<>();
    spec.path("groups").forEach(group -> groups.add(group.asText()));
    return new User(spec.path("user").asText(), groups);
  }

  private ObjectNode status(User user, ObjectNode review) {
    JsonNode spec = review.path("spec");
    JsonNode resource = spec.path("resourceAttributes");
    boolean allowed;
    if (resource.isObject()) {
      String subresource = resource.path("subresource").asText();
      String plural = resource.path("resource").asText();
      allowed =
          rbac.allows(
              user,
              new Attempt(
                  resource.path("verb").asText(),
                  resource.path("group").asText(),
                  subresource.isEmpty() ? plural : plural + "/" + subresource,
                  resource.path("namespace").asText(),
                  resource.path("name").asText()));
    } else {
      JsonNode path = spec.path("nonResourceAttributes");
      allowed = rbac.allowsPath(user, path.path("verb").asText(), path.path("path").asText());
    }
    return Json.object().put("allowed", allowed);
  }

  private ObjectNode rules(User user, ObjectNode review) {
    ObjectNode status = Json.object();
    ArrayNode resources = status.putArray("resourceRules");
    ArrayNode paths = status.putArray("nonResourceRules");
    String namespace = review.path("spec").path("namespace").asText();
    rbac.rules(user, namespace)
        .forEach(rule -> (rule.has("nonResourceURLs") ? paths : resources).add(rule.deepCopy()));
    return status.put("incomplete", false);
  }

  private static ObjectNode identity(User user) {
    ObjectNode status = Json.object();
    ObjectNode info = status.putObject("userInfo").put("username", user.name());
    user.groups().stream().sorted().forEach(info.putArray("groups")::add);
    return status;
  }
}
