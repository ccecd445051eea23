package dev.binnacle.sandbox.kubernetes.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names, labels and annotations. Sources: kubernetes
 * staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go,
 * pkg/api/validation/objectmeta.go, and the name functions of each type in
 * pkg/apis/core/validation/validation.go.
 */
final class Names {
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
  private static final String LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
  private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

  /** What a name has to be like. */
  private record Rule(Pattern pattern, int longest, String message) {}

  private static final Rule SUBDOMAIN_RULE =
      new Rule(
          Pattern.compile(SUBDOMAIN),
          253,
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
              + " '.', and must start and end with an alphanumeric character (e.g. 'example.com',"
              + " regex used for validation is '"
              + SUBDOMAIN
              + "')");
  private static final Rule LABEL_RULE =
      new Rule(
          Pattern.compile(LABEL),
          63,
          "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
              + " must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
              + " regex used for validation is '"
              + LABEL
              + "')");
  private static final Rule LABEL_1035_RULE =
      new Rule(
          Pattern.compile(LABEL_1035),
          63,
          "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
              + " alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or"
              + " 'abc-123', regex used for validation is '"
              + LABEL_1035
              + "')");
  private static final Rule KEY_RULE =
      new Rule(
          Pattern.compile(QUALIFIED),
          63,
          "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and"
              + " end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc',"
              + " regex used for validation is '"
              + QUALIFIED
              + "')");
  private static final Rule VALUE_RULE =
      new Rule(
          Pattern.compile("(" + QUALIFIED + ")?"),
          63,
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
              + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
              + " 'my_value',  or '12345', regex used for validation is '("
              + QUALIFIED
              + ")?')");

  private static final Set<ResourceType> PATH_SEGMENTS =
      Set.of(
          ResourceTypes.ROLES,
          ResourceTypes.ROLE_BINDINGS,
          ResourceTypes.CLUSTER_ROLES,
          ResourceTypes.CLUSTER_ROLE_BINDINGS);

  private static final int MOST_ANNOTATION_BYTES = 256 * 1024;

  private Names() {}

  static void check(ResourceType type, ObjectNode object, Errors errors) {
    JsonNode metadata = object.path("metadata");
    String name = metadata.path("name").asText("");
    if (name.isEmpty()) {
      errors.required("metadata.name", "name or generateName is required");
    } else if (PATH_SEGMENTS.contains(type)) {
      if (name.contains("/") || name.contains("%")) {
        errors.invalid("metadata.name", GoSyntax.quoted(name), "may not contain '/' or '%'");
      }
    } else {
      check(ruleOf(type), "metadata.name", name, errors);
    }
    labels("metadata.labels", metadata.path("labels"), errors);
    annotations(metadata.path("annotations"), errors);
  }

  /** Labels of an object or of a template. */
  static void labels(String field, JsonNode labels, Errors errors) {
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      key(field, label.getKey(), errors);
      check(VALUE_RULE, field, label.getValue().asText(), errors);
    }
  }

  /** The name of a container, a volume, a port or another part of an object. */
  static void label(String field, String name, Errors errors) {
    if (name.isEmpty()) {
      errors.required(field, "");
    } else {
      check(LABEL_RULE, field, name, errors);
    }
  }

  private static void annotations(JsonNode annotations, Errors errors) {
    long size = 0;
    for (Map.Entry<String, JsonNode> annotation : annotations.properties()) {
      key("metadata.annotations", annotation.getKey().toLowerCase(Locale.ROOT), errors);
      size += annotation.getKey().length() + annotation.getValue().asText().length();
    }
    if (size > MOST_ANNOTATION_BYTES) {
      errors.invalid(
          "metadata.annotations",
          "\"\"",
          "may not be more than %d bytes".formatted(MOST_ANNOTATION_BYTES));
    }
  }

  /** A key of labels, annotations or taints: a name, perhaps with a domain before a slash. */
  static void key(String field, String key, Errors errors) {
    int slash = key.indexOf('/');
    if (slash >= 0) {
      String prefix = key.substring(0, slash);
      if (!SUBDOMAIN_RULE.pattern().matcher(prefix).matches()) {
        errors.invalid(field, GoSyntax.quoted(key), "prefix part " + SUBDOMAIN_RULE.message());
      }
    }
    String name = key.substring(slash + 1);
    if (!KEY_RULE.pattern().matcher(name).matches()) {
      errors.invalid(field, GoSyntax.quoted(key), KEY_RULE.message());
    } else if (name.length() > KEY_RULE.longest()) {
      errors.invalid(field, GoSyntax.quoted(key), "name part must be no more than 63 bytes");
    }
  }

  private static Rule ruleOf(ResourceType type) {
    if (type.equals(ResourceTypes.NAMESPACES)) {
      return LABEL_RULE;
    }
    return type.equals(ResourceTypes.SERVICES) ? LABEL_1035_RULE : SUBDOMAIN_RULE;
  }

  private static void check(Rule rule, String field, String name, Errors errors) {
    if (name.length() > rule.longest()) {
      errors.invalid(
          field, GoSyntax.quoted(name), "must be no more than %d bytes".formatted(rule.longest()));
    }
    if (!rule.pattern().matcher(name).matches()) {
      errors.invalid(field, GoSyntax.quoted(name), rule.message());
    }
  }
}
