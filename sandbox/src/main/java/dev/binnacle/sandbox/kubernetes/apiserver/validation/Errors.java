package dev.binnacle.sandbox.kubernetes.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Collects what is wrong with the fields of one object. */
final class Errors {
  private final List<FieldError> found = new ArrayList<>();

  List<FieldError> all() {
    return List.copyOf(found);
  }

  void required(String field, String detail) {
    found.add(FieldError.required(field, detail));
  }

  void invalid(String field, String value, String detail) {
    found.add(FieldError.invalid(field, value, detail));
  }

  void forbidden(String field, String detail) {
    found.add(FieldError.forbidden(field, detail));
  }

  void duplicate(String field, String value) {
    found.add(FieldError.duplicate(field, value));
  }

  void notFound(String field, String value) {
    found.add(new FieldError("FieldValueNotFound", field, "Not found: " + GoSyntax.quoted(value)));
  }

  /** A value must be there, and one of some. */
  void oneOf(String field, JsonNode value, Set<String> supported) {
    if (!supported.contains(value.asText())) {
      String all =
          new TreeSet<>(supported).stream().map(GoSyntax::quoted).collect(Collectors.joining(", "));
      found.add(FieldError.notSupported(field, value.asText(""), all));
    }
  }

  /** A value may be absent; if not, it is one of some. */
  void oneOfIfAny(String field, JsonNode value, Set<String> supported) {
    if (!value.asText("").isEmpty()) {
      oneOf(field, value, supported);
    }
  }

  /** A number, if there is one, is not negative. */
  void notNegative(String field, JsonNode value) {
    if (value.isNumber() && value.asLong() < 0) {
      invalid(field, value.asText(), "must be greater than or equal to 0");
    }
  }

  void port(String field, JsonNode value) {
    if (!value.isNumber()) {
      required(field, "");
    } else if (value.asLong() < 1 || value.asLong() > 65535) {
      invalid(field, value.asText(), "must be between 1 and 65535, inclusive");
    }
  }
}
