package dev.binnacle.sandbox.kubernetes.apiserver;

/**
 * A kubelet has no such log; the message is its answer: {@code previous terminated container "c" in
 * pod "p" not found}.
 */
public final class LogUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LogUnavailable(String message) {
    super(message);
  }
}
