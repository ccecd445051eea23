package dev.binnacle.sandbox.kubernetes.apiserver;

/** A kubelet does not answer. */
public final class NodeUnreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String node;

  /**
   * @param reason as Go's dialer puts it: {@code dial tcp 10.0.0.1:10250: connect: no route to
   *     host}
   */
  public NodeUnreachable(String node, String reason) {
    super(reason);
    this.node = node;
  }

  public String node() {
    return node;
  }
}
