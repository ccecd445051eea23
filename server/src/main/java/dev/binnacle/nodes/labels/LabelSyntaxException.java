package dev.binnacle.nodes.labels;

/** A label selector that is not one, and where it goes wrong. */
public final class LabelSyntaxException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int position;

  LabelSyntaxException(int position, String message) {
    super(message);
    this.position = position;
  }

  /** How many characters are fine before the one that is not. */
  public int position() {
    return position;
  }

  /** Both together, for the person who wrote it. */
  public String words() {
    return "not a label selector at character " + (position + 1) + ": " + getMessage();
  }
}
