package dev.binnacle.platform.kubernetes;

import java.util.regex.Pattern;

/** The names that Kubernetes gives to nodes, pods and namespaces. Pure. */
final class ObjectNames {

  /** RFC 1123 subdomains (kubernetes staging apimachinery pkg/util/validation/validation.go). */
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private static final int LONGEST = 253;

  private ObjectNames() {}

  /** Whether anything can have that name. What cannot is never put into a path. */
  static boolean isPossible(String name) {
    return name.length() <= LONGEST && SUBDOMAIN.matcher(name).matches();
  }
}
