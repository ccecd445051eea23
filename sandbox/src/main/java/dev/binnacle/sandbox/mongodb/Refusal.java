package dev.binnacle.sandbox.mongodb;

/** A command is answered with an error. The message is the server's {@code errmsg}. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String codeName;

  /** An error that the server is known to answer. */
  public Refusal(ErrorCode code, String message) {
    this(code.number(), code.word(), message);
  }

  /** An error of any code. */
  public Refusal(int code, String codeName, String message) {
    super(message);
    this.code = code;
    this.codeName = codeName;
  }

  public int code() {
    return code;
  }

  public String codeName() {
    return codeName;
  }
}
