package dev.binnacle.databases;

import dev.binnacle.api.model.FailoverRequest;
import dev.binnacle.api.model.MaintenanceRequest;
import dev.binnacle.api.model.ReinitializeMemberRequest;
import dev.binnacle.api.model.RestartMemberRequest;
import dev.binnacle.api.model.SwitchoverRequest;
import dev.binnacle.databases.postgresql.Failover;
import dev.binnacle.databases.postgresql.FailoverWish;
import dev.binnacle.databases.postgresql.MaintenanceWish;
import dev.binnacle.databases.postgresql.PausePatroni;
import dev.binnacle.databases.postgresql.Reinitialize;
import dev.binnacle.databases.postgresql.ReinitializeWish;
import dev.binnacle.databases.postgresql.Restart;
import dev.binnacle.databases.postgresql.RestartWish;
import dev.binnacle.databases.postgresql.ResumePatroni;
import dev.binnacle.databases.postgresql.Switchover;
import dev.binnacle.databases.postgresql.SwitchoverWish;
import dev.binnacle.http.Request;
import dev.binnacle.operations.Procedure;
import dev.binnacle.operations.RequestedTimes;
import dev.binnacle.operations.Submission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns the contract's requests for procedures on databases into submissions. */
@ApplicationScoped
class DatabaseSubmissionMapper {

  private static final Duration USUAL_TIME_LIMIT = Duration.ofMinutes(5);
  private static final Duration LONGEST_TIME_LIMIT = Duration.ofHours(1);

  /** The mode changes within seconds: the time is for members that are slow. */
  private static final Duration MAINTENANCE_TIME_LIMIT = Duration.ofMinutes(2);

  /** A copy takes as long as the database is large. */
  private static final Duration USUAL_COPY = Duration.ofHours(1);

  private static final Duration LONGEST_COPY = Duration.ofHours(24);

  private final DatabaseInventory inventory;
  private final Switchover switchover;
  private final Failover failover;
  private final Restart restart;
  private final Reinitialize reinitialize;
  private final PausePatroni pausePatroni;
  private final ResumePatroni resumePatroni;
  private final Clock clock;

  /** Required by CDI. */
  protected DatabaseSubmissionMapper() {
    this(null, null, null, null, null, null, null, null);
  }

  @Inject
  DatabaseSubmissionMapper(
      DatabaseInventory inventory,
      Switchover switchover,
      Failover failover,
      Restart restart,
      Reinitialize reinitialize,
      PausePatroni pausePatroni,
      ResumePatroni resumePatroni,
      Clock clock) {
    this.inventory = inventory;
    this.switchover = switchover;
    this.failover = failover;
    this.restart = restart;
    this.reinitialize = reinitialize;
    this.pausePatroni = pausePatroni;
    this.resumePatroni = resumePatroni;
    this.clock = clock;
  }

  /** What all requests for a procedure may say about how it is to run. */
  private record Terms(
      String reason,
      Optional<Instant> scheduledAt,
      boolean requireApproval,
      Set<String> overrideGuards,
      Duration timeLimit) {}

  Submission<SwitchoverWish> switchover(String database, SwitchoverRequest body, Request request) {
    return submission(
        switchover,
        database,
        new SwitchoverWish(Optional.ofNullable(body.getCandidate())),
        new Terms(
            body.getReason(),
            schedule(body.getScheduledAt()),
            Boolean.TRUE.equals(body.getRequireApproval()),
            names(body.getOverrideGuards()),
            timeLimit(body.getTimeout())),
        request);
  }

  Submission<FailoverWish> failover(String database, FailoverRequest body, Request request) {
    return submission(
        failover,
        database,
        new FailoverWish(
            Optional.ofNullable(body.getCandidate()), Boolean.TRUE.equals(body.getForce())),
        new Terms(
            body.getReason(),
            Optional.empty(),
            Boolean.TRUE.equals(body.getRequireApproval()),
            names(body.getOverrideGuards()),
            timeLimit(body.getTimeout())),
        request);
  }

  Submission<RestartWish> restart(
      String database, String member, RestartMemberRequest body, Request request) {
    return submission(
        restart,
        database,
        new RestartWish(
            member,
            Boolean.TRUE.equals(body.getOnlyPending()),
            Boolean.TRUE.equals(body.getLeaderToo())),
        new Terms(
            body.getReason(),
            schedule(body.getScheduledAt()),
            Boolean.TRUE.equals(body.getRequireApproval()),
            names(body.getOverrideGuards()),
            timeLimit(body.getTimeout())),
        request);
  }

  Submission<ReinitializeWish> reinitialize(
      String database, String member, ReinitializeMemberRequest body, Request request) {
    return submission(
        reinitialize,
        database,
        new ReinitializeWish(member),
        new Terms(
            body.getReason(),
            schedule(body.getScheduledAt()),
            Boolean.TRUE.equals(body.getRequireApproval()),
            names(body.getOverrideGuards()),
            RequestedTimes.timeLimit(
                Optional.ofNullable(body.getTimeout()), USUAL_COPY, LONGEST_COPY)),
        request);
  }

  Submission<MaintenanceWish> pause(String database, MaintenanceRequest body, Request request) {
    return maintenance(pausePatroni, database, body, request);
  }

  Submission<MaintenanceWish> resume(String database, MaintenanceRequest body, Request request) {
    return maintenance(resumePatroni, database, body, request);
  }

  private Submission<MaintenanceWish> maintenance(
      Procedure<MaintenanceWish, ?> procedure,
      String database,
      MaintenanceRequest body,
      Request request) {
    return submission(
        procedure,
        database,
        new MaintenanceWish(),
        new Terms(
            body.getReason(),
            Optional.empty(),
            false,
            names(body.getOverrideGuards()),
            MAINTENANCE_TIME_LIMIT),
        request);
  }

  private <R> Submission<R> submission(
      Procedure<R, ?> procedure, String database, R wish, Terms terms, Request request) {
    return new Submission<>(
        procedure,
        DatabaseTarget.of(inventory.underPatroni(database)),
        wish,
        request.caller(),
        terms.reason(),
        terms.scheduledAt(),
        terms.requireApproval(),
        terms.overrideGuards(),
        terms.timeLimit(),
        request.idempotencyHash());
  }

  private Optional<Instant> schedule(OffsetDateTime at) {
    return RequestedTimes.schedule(
        Optional.ofNullable(at).map(OffsetDateTime::toInstant), clock.instant());
  }

  private static Duration timeLimit(String text) {
    return RequestedTimes.timeLimit(
        Optional.ofNullable(text), USUAL_TIME_LIMIT, LONGEST_TIME_LIMIT);
  }

  private static Set<String> names(List<String> guards) {
    return Set.copyOf(Optional.ofNullable(guards).orElse(List.of()));
  }
}
