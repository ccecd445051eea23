package dev.binnacle.operations;

/** A step stopped in its middle, because a cancel or a pause was asked for. */
final class StepInterrupted extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StepInterrupted() {
    super("interrupted", null, false, false);
  }
}
