package dev.binnacle.http.failures;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.Problem.Violation;
import dev.binnacle.problems.ProblemCode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Says in the caller's terms what Jackson could not read. Jackson's own words name classes. */
final class BodyProblems {

  private BodyProblems() {}

  static Problem of(JsonProcessingException unreadable) {
    return switch (unreadable) {
      case UnrecognizedPropertyException unknown -> invalid(unknown, "is not known here");
      case InvalidFormatException text when text.getTargetType() == String.class ->
          invalid(text, "must not contain the character U+0000");
      case InvalidFormatException format -> invalid(format, expected(format.getTargetType()));
      case ValueInstantiationException value ->
          invalid(value, expected(value.getType().getRawClass()));
      case MismatchedInputException shape when !shape.getPath().isEmpty() ->
          malformed("The body is not of the expected shape.")
              .withErrors(List.of(Violation.at(pointer(shape), shape(shape.getTargetType()))));
      case MismatchedInputException shape -> malformed("The body is not of the expected shape.");
      default -> malformed("The body is not JSON" + place(unreadable) + ".");
    };
  }

  private static Problem invalid(JsonMappingException where, String message) {
    return Problem.of(ProblemCode.VALIDATION_FAILED, "One field is not valid.")
        .withErrors(List.of(Violation.at(pointer(where), message)))
        .withRemedy("Correct the fields in errors and repeat.");
  }

  private static Problem malformed(String detail) {
    return Problem.of(ProblemCode.MALFORMED_REQUEST, detail)
        .withRemedy("Compare the body with the contract at /docs.");
  }

  private static String expected(Class<?> type) {
    if (type != null && type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(Object::toString)
          .collect(Collectors.joining(", ", "must be one of ", ""));
    }
    return shape(type);
  }

  private static String shape(Class<?> type) {
    if (type == null) {
      return "is of the wrong type";
    }
    return switch (type.getSimpleName()) {
      case "OffsetDateTime", "Instant" -> "must be a timestamp like 2026-01-31T12:00:00Z";
      case "Duration" -> "must be an ISO 8601 duration like PT5M";
      case "UUID" -> "must be a UUID";
      case "String" -> "must be a text";
      case "Boolean", "boolean" -> "must be true or false";
      case "Integer", "int", "Long", "long" -> "must be a whole number";
      case "Double", "double", "Float", "float", "BigDecimal" -> "must be a number";
      default ->
          Iterable.class.isAssignableFrom(type) ? "must be an array" : "is of the wrong type";
    };
  }

  private static String pointer(JsonMappingException where) {
    return where.getPath().stream()
        .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
        .map(JsonPointers::segment)
        .collect(Collectors.joining());
  }

  private static String place(JsonProcessingException unreadable) {
    var location = unreadable.getLocation();
    return location == null
        ? ""
        : ": see line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }
}
