package dev.binnacle.platform.kubernetes;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a role would have to grant.
 *
 * @param resource as roles name it, with its subresource
 */
record Permission(String verb, String resource) {

  /** The words of kubernetes staging apiserver endpoints/handlers/responsewriters/errors.go. */
  private static final Pattern FORBIDDEN = Pattern.compile("cannot (\\w+) resource \"([^\"]+)\"");

  /**
   * The permission that a refusal says is missing; empty when it was refused for another reason,
   * such as an admission webhook or a quota, which have the same status.
   */
  static Optional<Permission> missing(String message) {
    var match = FORBIDDEN.matcher(message);
    return match.find()
        ? Optional.of(new Permission(match.group(1), match.group(2)))
        : Optional.empty();
  }
}
