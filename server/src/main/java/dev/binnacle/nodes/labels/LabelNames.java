package dev.binnacle.nodes.labels;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a label may be called and hold (kubernetes apimachinery pkg/util/validation). */
final class LabelNames {

  private static final int LONGEST_NAME = 63;
  private static final int LONGEST_PREFIX = 253;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
  private static final Pattern PREFIX =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private LabelNames() {}

  /** What is wrong with a key such as {@code app.kubernetes.io/name}; empty when nothing is. */
  static Optional<String> wrongKey(String key) {
    int slash = key.indexOf('/');
    var name = key.substring(slash + 1);
    if (slash >= 0) {
      var prefix = key.substring(0, slash);
      if (prefix.length() > LONGEST_PREFIX || !PREFIX.matcher(prefix).matches()) {
        return Optional.of("\"" + prefix + "\" is not a DNS name");
      }
    }
    return name.length() <= LONGEST_NAME && NAME.matcher(name).matches()
        ? Optional.empty()
        : Optional.of("\"" + key + "\" is not the name of a label");
  }

  /** What is wrong with a value, which may be empty. */
  static Optional<String> wrongValue(String value) {
    return value.isEmpty() || (value.length() <= LONGEST_NAME && NAME.matcher(value).matches())
        ? Optional.empty()
        : Optional.of("\"" + value + "\" is not the value of a label");
  }
}
