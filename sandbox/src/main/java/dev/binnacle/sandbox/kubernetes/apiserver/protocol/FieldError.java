package dev.binnacle.sandbox.kubernetes.apiserver.protocol;

/**
 * What is wrong with a field. Source: kubernetes
 * staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go.
 *
 * @param reason {@code FieldValueRequired}
 * @param field {@code spec.containers[0].name}
 * @param text {@code Required value: a name}
 */
public record FieldError(String reason, String field, String text) {
  public static FieldError required(String field, String detail) {
    return new FieldError(
        "FieldValueRequired",
        field,
        detail.isEmpty() ? "Required value" : "Required value: " + detail);
  }

  /**
   * @param value as Go prints it: strings in quotes
   */
  public static FieldError invalid(String field, String value, String detail) {
    return new FieldError(
        "FieldValueInvalid", field, "Invalid value: %s: %s".formatted(value, detail));
  }

  public static FieldError forbidden(String field, String detail) {
    return new FieldError("FieldValueForbidden", field, "Forbidden: " + detail);
  }

  /**
   * @param accepted what it may be, each in quotes
   */
  public static FieldError notSupported(String field, String value, String accepted) {
    return new FieldError(
        "FieldValueNotSupported",
        field,
        "Unsupported value: \"%s\": supported values: %s".formatted(value, accepted));
  }

  public static FieldError duplicate(String field, String value) {
    return new FieldError("FieldValueDuplicate", field, "Duplicate value: \"%s\"".formatted(value));
  }

  @Override
  public String toString() {
    return field + ": " + text;
  }
}
