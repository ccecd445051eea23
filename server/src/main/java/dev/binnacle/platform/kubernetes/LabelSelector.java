package dev.binnacle.platform.kubernetes;

import java.util.List;
import java.util.Map;

/** Which labels something must have: all the requirements together. One without any takes all. */
public record LabelSelector(List<Requirement> requirements) {

  /** Takes all. */
  public static final LabelSelector ALL = new LabelSelector(List.of());

  public LabelSelector {
    requirements = List.copyOf(requirements);
  }

  /** Whether something with those labels is meant. */
  public boolean matches(Map<String, String> labels) {
    return requirements.stream().allMatch(requirement -> requirement.isMet(labels));
  }

  /** How a label's value is looked at. */
  public enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    DOES_NOT_EXIST
  }

  /**
   * What is demanded of one label.
   *
   * @param values for IN and NOT_IN; otherwise empty
   */
  public record Requirement(String key, Operator operator, List<String> values) {

    public Requirement {
      values = List.copyOf(values);
    }

    /** NOT_IN is met by a missing label, too (kubernetes apimachinery pkg/labels/selector.go). */
    boolean isMet(Map<String, String> labels) {
      return switch (operator) {
        case IN -> labels.containsKey(key) && values.contains(labels.get(key));
        case NOT_IN -> !labels.containsKey(key) || !values.contains(labels.get(key));
        case EXISTS -> labels.containsKey(key);
        case DOES_NOT_EXIST -> !labels.containsKey(key);
      };
    }
  }
}
