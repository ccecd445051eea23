package dev.binnacle.http.failures;

import dev.binnacle.problems.Problem;
import dev.binnacle.problems.Problem.Violation;
import dev.binnacle.problems.ProblemCode;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Says which body values and parameters broke which rule, by their names on the wire. */
final class Violations {

  private static final Comparator<Violation> STABLE =
      Comparator.comparing((Violation violation) ->
              Optional.ofNullable(violation.pointer()).orElse(violation.parameter()))
          .thenComparing(Violation::message);

  private Violations() {}

  /** Whether what was refused is what the caller sent: no answer, and nothing inside the server. */
  static boolean byCaller(ConstraintViolationException violated) {
    return violated.getConstraintViolations().stream()
        .allMatch(violation -> nodes(violation).anyMatch(Violations::isParameter));
  }

  private static boolean isParameter(Path.Node node) {
    return node.getKind() == ElementKind.PARAMETER;
  }

  static Problem of(ConstraintViolationException violated) {
    var errors =
        violated.getConstraintViolations().stream()
            .map(Violations::violation)
            .distinct()
            .sorted(STABLE)
            .toList();
    boolean body = errors.stream().anyMatch(error -> error.pointer() != null);
    var code = body ? ProblemCode.VALIDATION_FAILED : ProblemCode.INVALID_PARAMETER;
    return Problem.of(code, detail(errors, body))
        .withErrors(errors)
        .withRemedy("Correct what errors names and repeat.");
  }

  private static String detail(List<Violation> errors, boolean body) {
    var what = body ? "value" : "parameter";
    return errors.size() == 1
        ? "One %s is not valid.".formatted(what)
        : "%d %ss are not valid.".formatted(errors.size(), what);
  }

  private static Violation violation(ConstraintViolation<?> violation) {
    return parameterName(violation)
        .map(name -> Violation.of(name, violation.getMessage()))
        .orElseGet(() -> Violation.at(pointer(violation), violation.getMessage()));
  }

  private static Stream<Path.Node> nodes(ConstraintViolation<?> violation) {
    return StreamSupport.stream(violation.getPropertyPath().spliterator(), false);
  }

  private static String pointer(ConstraintViolation<?> violation) {
    var pointer = new StringBuilder();
    nodes(violation)
        .filter(node ->
            node.getKind() == ElementKind.PROPERTY
                || node.getKind() == ElementKind.CONTAINER_ELEMENT)
        .forEach(node -> {
          if (node.getIndex() != null) {
            pointer.append(JsonPointers.segment(node.getIndex().toString()));
          }
          if (node.getKey() != null) {
            pointer.append(JsonPointers.segment(node.getKey().toString()));
          }
          if (node.getKind() == ElementKind.PROPERTY) {
            pointer.append(JsonPointers.segment(node.getName()));
          }
        });
    return pointer.toString();
  }

  /** The name on the wire of the parameter that was refused; empty when it was the body. */
  private static Optional<String> parameterName(ConstraintViolation<?> violation) {
    var methodNode =
        nodes(violation).filter(node -> node.getKind() == ElementKind.METHOD).findFirst();
    var parameterNode = nodes(violation).filter(Violations::isParameter).findFirst();
    if (methodNode.isEmpty() || parameterNode.isEmpty()) {
      return Optional.empty();
    }
    var types =
        methodNode.get().as(Path.MethodNode.class).getParameterTypes().toArray(Class<?>[]::new);
    int index = parameterNode.get().as(Path.ParameterNode.class).getParameterIndex();
    return declarations(violation.getRootBeanClass(), methodNode.get().getName(), types)
        .flatMap(method -> Arrays.stream(method.getParameterAnnotations()[index]))
        .flatMap(annotation -> nameOnTheWire(annotation).stream())
        .findFirst();
  }

  /** The method in the class, its superclasses and their interfaces: annotations may be on any. */
  private static Stream<Method> declarations(Class<?> type, String name, Class<?>[] types) {
    return Stream.<Class<?>>iterate(type, each -> each != null, Class::getSuperclass)
        .flatMap(each -> Stream.concat(Stream.of(each), Arrays.stream(each.getInterfaces())))
        .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
        .filter(method ->
            method.getName().equals(name) && Arrays.equals(method.getParameterTypes(), types));
  }

  private static Optional<String> nameOnTheWire(Annotation annotation) {
    return switch (annotation) {
      case QueryParam query -> Optional.of(query.value());
      case PathParam path -> Optional.of(path.value());
      case HeaderParam header -> Optional.of(header.value());
      default -> Optional.empty();
    };
  }
}
