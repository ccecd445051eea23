package dev.binnacle.databases;

import dev.binnacle.http.Answers;
import dev.binnacle.http.Preferences;
import dev.binnacle.operations.OperationAnswers;
import dev.binnacle.operations.Operations;
import dev.binnacle.operations.Submission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** How every resource about databases starts a procedure, or shows what it would do. */
@ApplicationScoped
class DatabaseStartResources {

  private final Operations operations;
  private final OperationAnswers operationAnswers;
  private final Answers answers;

  /** Required by CDI. */
  protected DatabaseStartResources() {
    this(null, null, null);
  }

  @Inject
  DatabaseStartResources(
      Operations operations, OperationAnswers operationAnswers, Answers answers) {
    this.operations = operations;
    this.operationAnswers = operationAnswers;
    this.answers = answers;
  }

  /** 200 with the plan of a dry run, else 202 with the operation. */
  CompletionStage<Response> start(
      boolean dryRun, String prefer, Supplier<Submission<?>> submission) {
    var wait = Preferences.wait(prefer);
    if (dryRun) {
      return answers.of(() -> operationAnswers.plan(operations.rehearse(submission.get())));
    }
    return CompletableFuture.supplyAsync(
            () -> operations.accept(submission.get()), answers.threads())
        .thenCompose(id -> operationAnswers.accepted(id, wait));
  }
}
