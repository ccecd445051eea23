package dev.binnacle.platform;

import java.util.List;

/** A platform description that cannot be used; the message lists every finding with its place. */
public final class InvalidDescriptionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> findings;

  InvalidDescriptionException(List<String> findings) {
    super("The platform description is not valid:\n  " + String.join("\n  ", findings));
    this.findings = List.copyOf(findings);
  }

  /** One sentence each, such as {@code line 7, column 11, databases[0].site: no such site}. */
  public List<String> findings() {
    return findings;
  }
}
