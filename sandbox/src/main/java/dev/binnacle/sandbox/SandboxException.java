package dev.binnacle.sandbox;

/** Something of the sandbox did not work; the message is one a person can act on. */
public final class SandboxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure that the sandbox itself found. */
  public SandboxException(String message) {
    super(message);
  }

  /** A failure that something below the sandbox reported. */
  public SandboxException(String message, Throwable cause) {
    super(message, cause);
  }
}
