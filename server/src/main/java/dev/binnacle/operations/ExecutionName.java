package dev.binnacle.operations;

import java.util.UUID;

/**
 * The name of one execution of an operation in the scheduler. Each hand-over to the scheduler makes
 * a new one, and only the newest may run: an execution that is just ending never swallows the one
 * that a resume has asked for, and an overtaken deadline does nothing.
 */
record ExecutionName(UUID operationId, long number) {

  static ExecutionName parse(String text) {
    int slash = text.indexOf('/');
    return new ExecutionName(
        UUID.fromString(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1)));
  }

  @Override
  public String toString() {
    return operationId + "/" + number;
  }
}
