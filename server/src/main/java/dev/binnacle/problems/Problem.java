package dev.binnacle.problems;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One occurrence of a problem, as RFC 9457 describes it, before the request's own members
 * (instance, request id) are added at the edge.
 *
 * @param code the stable word for the kind of problem
 * @param detail what happened this time, for a person
 * @param remedy what the caller can do next; empty when there is nothing
 * @param errors the values that were refused, one entry each
 * @param extensions further members by name, in the shapes of the contract's {@code Problem}
 */
public record Problem(
    ProblemCode code,
    String detail,
    String remedy,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> errors,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Object> extensions) {

  public Problem {
    errors = errors == null ? List.of() : List.copyOf(errors);
    extensions = extensions == null ? Map.of() : Map.copyOf(extensions);
  }

  /** A problem with a detail and nothing else. */
  public static Problem of(ProblemCode code, String detail) {
    return new Problem(code, detail, "", List.of(), Map.of());
  }

  /** The same problem with advice. */
  public Problem withRemedy(String words) {
    return new Problem(code, detail, words, errors, extensions);
  }

  /** The same problem with the values that were refused. */
  public Problem withErrors(List<Violation> violations) {
    return new Problem(code, detail, remedy, violations, extensions);
  }

  /** The same problem with one more extension member. */
  public Problem with(String member, Object value) {
    var more = new LinkedHashMap<>(extensions);
    more.put(member, value);
    return new Problem(code, detail, remedy, errors, more);
  }

  /** The same problem, naming the component that caused it and what it said. */
  public Problem causedBy(String componentType, String componentName, String said) {
    return with("component", new Component(componentType, componentName, said));
  }

  /** The members that the occurrence itself knows, by their names on the wire. */
  public Map<String, Object> document() {
    var members = new LinkedHashMap<String, Object>();
    members.put("type", code.type());
    members.put("title", code.title());
    members.put("status", code.status());
    members.put("detail", detail);
    members.put("code", code.name());
    if (!remedy.isEmpty()) {
      members.put("remedy", remedy);
    }
    if (!errors.isEmpty()) {
      members.put("errors", errors);
    }
    members.putAll(extensions);
    return members;
  }

  /** The exception that carries this problem to the edge. */
  public ProblemException asException() {
    return new ProblemException(this);
  }

  /**
   * A value that was refused.
   *
   * @param pointer a JSON pointer into the body, or null when a parameter was refused
   * @param parameter the parameter's name, or null when a body value was refused
   * @param message what is wrong with the value
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Violation(String pointer, String parameter, String message) {

    /** A refused value in the body. */
    public static Violation at(String pointer, String message) {
      return new Violation(pointer, null, message);
    }

    /** A refused parameter. */
    public static Violation of(String parameter, String message) {
      return new Violation(null, parameter, message);
    }
  }

  /**
   * The component of the platform that refused, is down or is too slow.
   *
   * @param type the kind of component, such as {@code patroni}
   * @param name its name in the platform description
   * @param said what it answered, or how it failed to
   */
  public record Component(String type, String name, String said) {}
}
