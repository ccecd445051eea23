package dev.binnacle.http.pages;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.binnacle.http.HealthCheck;
import dev.binnacle.http.Started;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Answers for the probes of whoever runs the server. */
@ApplicationScoped
public class Health {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Whether something is well. */
  enum Status {
    UP,
    DOWN
  }

  /**
   * One check.
   *
   * @param name what was checked
   * @param status how it is
   * @param message what is wrong; absent when nothing is
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Check(String name, Status status, Optional<String> message) {

    static Check of(String name, Optional<String> failure) {
      return new Check(name, failure.isEmpty() ? Status.UP : Status.DOWN, failure);
    }
  }

  /**
   * All checks.
   *
   * @param status UP when all of them are
   * @param checks one by one
   */
  record Report(Status status, List<Check> checks) {

    static Report of(List<Check> checks) {
      boolean up = checks.stream().allMatch(check -> check.status() == Status.UP);
      return new Report(up ? Status.UP : Status.DOWN, checks);
    }
  }

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("health-", 0).factory());
  private final Started started;
  private final Iterable<HealthCheck> checks;

  /** Required by CDI. */
  protected Health() {
    this(null, List.of());
  }

  /** The health of a server with these checks. */
  @Inject
  public Health(Started started, @Any Instance<HealthCheck> checks) {
    this(started, (Iterable<HealthCheck>) checks);
  }

  Health(Started started, Iterable<HealthCheck> checks) {
    this.started = started;
    this.checks = checks;
  }

  /** Whether the process works at all: that it answers is the answer. */
  Report live() {
    return Report.of(List.of());
  }

  /** Whether the start is finished. */
  Report started() {
    return Report.of(List.of(start()));
  }

  /** Whether requests are welcome: started, and every check passes within a second. */
  Report ready() {
    var running = StreamSupport.stream(checks.spliterator(), false).map(this::begin).toList();
    return Report.of(
        Stream.concat(Stream.of(start()), running.stream().map(CompletableFuture::join)).toList());
  }

  private Check start() {
    return Check.of(
        "start", started.isFinished() ? Optional.empty() : Optional.of("is not finished"));
  }

  private CompletableFuture<Check> begin(HealthCheck check) {
    var name = check.name();
    return CompletableFuture.supplyAsync(() -> Check.of(name, check.failure()), threads)
        .completeOnTimeout(
            Check.of(name, Optional.of("does not answer within 1 s")),
            PATIENCE.toMillis(),
            TimeUnit.MILLISECONDS)
        .exceptionally(thrown -> Check.of(name, Optional.of("cannot be checked")));
  }

  @PreDestroy
  void close() {
    threads.shutdownNow();
  }
}
