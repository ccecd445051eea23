package dev.binnacle.http;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Makes answers off the HTTP threads, so that a slow component or store never holds one of them.
 */
@ApplicationScoped
public class Answers {

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("answer-", 0).factory());

  /** The answer that the work makes, on a virtual thread of its own. */
  public CompletionStage<Response> of(Supplier<Response> work) {
    return CompletableFuture.supplyAsync(work, threads);
  }

  /** Work without an answer of its own, on a virtual thread. */
  public CompletionStage<Void> run(Runnable work) {
    return CompletableFuture.runAsync(work, threads);
  }

  /** The virtual threads, for continuations that read the store. */
  public ExecutorService threads() {
    return threads;
  }

  /** Lets no further work in. */
  @PreDestroy
  void close() {
    threads.shutdown();
  }
}
