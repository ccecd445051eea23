package dev.binnacle.operations;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.binnacle.store.Transactions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands operations to db-scheduler, which runs each on one of the replicas that share the state
 * store and hands it to another when its replica's heartbeat stops.
 *
 * <p>All replicas use the state store's clock, so a replica whose own clock is wrong neither starts
 * too early nor takes a living replica for dead.
 */
@ApplicationScoped
public class OperationScheduler {

  private static final Logger LOG = LoggerFactory.getLogger(OperationScheduler.class);

  /** A dead replica is noticed after about four of these. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  private static final int MISSED_HEARTBEATS = 4;
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration SHUTDOWN = Duration.ofSeconds(8);
  private static final int CONCURRENT_OPERATIONS = 64;

  private final DataSource source;
  private final Clock clock;
  private final Transactions transactions;
  private final OneTimeTask<Void> task;
  private Scheduler scheduler;

  /** Required by CDI. */
  protected OperationScheduler() {
    this(null, null, null, null);
  }

  /** A scheduler that is not started yet. */
  @Inject
  public OperationScheduler(
      DataSource source, Clock clock, Transactions transactions, Instance<OperationRunner> runner) {
    this.source = source;
    this.clock = clock;
    this.transactions = transactions;
    this.task =
        Tasks.oneTime("operation")
            .onFailure(this::tryAgain)
            .execute(
                (instance, context) -> runner.get().run(ExecutionName.parse(instance.getId())));
  }

  /** Starts picking up operations. */
  public void start() {
    scheduler =
        Scheduler.create(source, task)
            .clock(clock::instant)
            .schedulerName(new SchedulerName.Fixed(UUID.randomUUID().toString()))
            .executorService(Executors.newVirtualThreadPerTaskExecutor())
            .threads(CONCURRENT_OPERATIONS)
            .pollUsingLockAndFetch(0.5, 1.0)
            .pollingInterval(POLL)
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .shutdownMaxWait(SHUTDOWN)
            .build();
    scheduler.start();
  }

  /**
   * Hands a locked operation over, to run at the given time, as part of the caller's transaction.
   * Whatever was handed over for it before is thereby overtaken.
   */
  void schedule(OperationEntity operation, Instant when) {
    operation.executions++;
    scheduler.schedule(task.instance(operation.execution().toString()), when);
    if (!when.isAfter(clock.instant())) {
      transactions.afterCommit(scheduler::triggerCheckForDueExecutions);
    }
  }

  /** A runner that stopped or broke is followed by another, here or on another replica. */
  private void tryAgain(ExecutionComplete failed, ExecutionOperations<Void> execution) {
    boolean handedOver =
        failed.getCause().filter(cause -> cause instanceof RunnerStopped).isPresent();
    execution.reschedule(failed, handedOver ? clock.instant() : clock.instant().plus(RETRY));
  }

  /** Stops picking up and gives the running ones time to hand themselves over. */
  @PreDestroy
  public void stop() {
    if (scheduler != null) {
      LOG.info("handing running operations over");
      scheduler.stop();
      scheduler = null;
    }
  }
}
