package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.Component;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Several questions about one database, asked at the same time: nobody is waited for longer than
 * the whole round may take. For one thread.
 */
final class QuestionRound {

  /** How long a round may take, so that an answer comes within two seconds whoever is dead. */
  static final Duration BUDGET = Duration.ofMillis(1700);

  private static final ExecutorService ASKING =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("question-", 0).factory());

  private final Database.Postgresql database;
  private final long end = System.nanoTime() + BUDGET.toNanos();

  /** A round that begins now. */
  QuestionRound(Database.Postgresql database) {
    this.database = database;
  }

  /** Asks, and does not wait. */
  <T> Future<T> ask(Callable<T> question) {
    return ASKING.submit(question);
  }

  /** The answer, or why there is none. */
  <T> Answer<T> answer(Future<T> question, Component.Type asked) {
    try {
      return Answer.of(question.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof ProblemException told) {
        return Answer.failed(told.problem());
      }
      throw new IllegalStateException(failed.getCause());
    } catch (TimeoutException late) {
      question.cancel(true);
      return Answer.failed(tooSlow(asked));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private Problem tooSlow(Component.Type asked) {
    var said = "no answer within %d ms".formatted(BUDGET.toMillis());
    return Problem.of(
            ProblemCode.COMPONENT_TIMEOUT,
            "The %s of %s is too slow: %s.".formatted(asked, database.name(), said))
        .withRemedy("Look at its hosts, its processes and the network; then try again.")
        .causedBy(asked.name(), database.name(), said);
  }
}
