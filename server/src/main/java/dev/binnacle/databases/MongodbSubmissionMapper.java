package dev.binnacle.databases;

import dev.binnacle.api.model.AddMongodbMemberRequest;
import dev.binnacle.api.model.CompactMongodbCollectionRequest;
import dev.binnacle.api.model.ForceMongodbConfigurationRequest;
import dev.binnacle.api.model.RemoveMongodbMemberRequest;
import dev.binnacle.api.model.StepDownMongodbPrimaryRequest;
import dev.binnacle.databases.mongodb.AddMember;
import dev.binnacle.databases.mongodb.AddMemberWish;
import dev.binnacle.databases.mongodb.Compact;
import dev.binnacle.databases.mongodb.CompactWish;
import dev.binnacle.databases.mongodb.ForceConfiguration;
import dev.binnacle.databases.mongodb.ForceConfigurationWish;
import dev.binnacle.databases.mongodb.RemoveMember;
import dev.binnacle.databases.mongodb.RemoveMemberWish;
import dev.binnacle.databases.mongodb.ReplicaSetViews;
import dev.binnacle.databases.mongodb.StepDown;
import dev.binnacle.databases.mongodb.StepDownWish;
import dev.binnacle.http.Request;
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

/** Turns the contract's requests for procedures on replica sets into submissions. */
@ApplicationScoped
class MongodbSubmissionMapper {

  private static final Duration STEP_DOWN_TIME_LIMIT = Duration.ofMinutes(5);
  private static final Duration REMOVE_TIME_LIMIT = Duration.ofMinutes(10);
  private static final Duration AN_HOUR = Duration.ofHours(1);

  /** Copies and compactions take as long as they take. */
  private static final Duration LONG_TIME_LIMIT = Duration.ofHours(6);

  private static final Duration A_DAY = Duration.ofHours(24);
  private static final Duration USUAL_PERIOD = Duration.ofMinutes(2);
  private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(30);
  private static final Duration USUAL_CATCH_UP = Duration.ofSeconds(10);

  private final ReplicaSetViews views;
  private final StepDown stepDown;
  private final AddMember addMember;
  private final RemoveMember removeMember;
  private final Compact compact;
  private final ForceConfiguration forceConfiguration;
  private final Clock clock;

  /** Required by CDI. */
  protected MongodbSubmissionMapper() {
    this(null, null, null, null, null, null, null);
  }

  @Inject
  MongodbSubmissionMapper(
      ReplicaSetViews views,
      StepDown stepDown,
      AddMember addMember,
      RemoveMember removeMember,
      Compact compact,
      ForceConfiguration forceConfiguration,
      Clock clock) {
    this.views = views;
    this.stepDown = stepDown;
    this.addMember = addMember;
    this.removeMember = removeMember;
    this.compact = compact;
    this.forceConfiguration = forceConfiguration;
    this.clock = clock;
  }

  /** A step down of the primary. */
  Submission<StepDownWish> stepDown(
      String database, StepDownMongodbPrimaryRequest body, Request request) {
    var catchUp = catchUp(body);
    return new Submission<>(
        stepDown,
        DatabaseTarget.of(views.described(database)),
        new StepDownWish(period(body, catchUp), catchUp),
        request.caller(),
        body.getReason(),
        schedule(body.getScheduledAt()),
        Boolean.TRUE.equals(body.getRequireApproval()),
        names(body.getOverrideGuards()),
        RequestedTimes.timeLimit(
            Optional.ofNullable(body.getTimeout()), STEP_DOWN_TIME_LIMIT, AN_HOUR),
        request.idempotencyHash());
  }

  private static Duration catchUp(StepDownMongodbPrimaryRequest body) {
    return Optional.ofNullable(body.getCatchUp())
        .map(text ->
            RequestedTimes.duration("/catchUp", text, Duration.ofSeconds(1), Duration.ofMinutes(1)))
        .orElse(USUAL_CATCH_UP);
  }

  /** MongoDB refuses a period that is not longer than the wait. */
  private static Duration period(StepDownMongodbPrimaryRequest body, Duration catchUp) {
    var afterTheWait = catchUp.plusSeconds(1);
    var shortest = afterTheWait.compareTo(SHORTEST_PERIOD) > 0 ? afterTheWait : SHORTEST_PERIOD;
    return Optional.ofNullable(body.getPeriod())
        .map(text -> RequestedTimes.duration("/period", text, shortest, A_DAY))
        .orElse(USUAL_PERIOD);
  }

  /** An addition of a member. */
  Submission<AddMemberWish> addMember(
      String database, AddMongodbMemberRequest body, Request request) {
    boolean vote = !Boolean.FALSE.equals(body.getVote());
    return new Submission<>(
        addMember,
        DatabaseTarget.of(views.described(database)),
        new AddMemberWish(
            body.getMember(), vote, Optional.ofNullable(body.getPriority()).orElse(1.0)),
        request.caller(),
        body.getReason(),
        schedule(body.getScheduledAt()),
        Boolean.TRUE.equals(body.getRequireApproval()),
        names(body.getOverrideGuards()),
        RequestedTimes.timeLimit(Optional.ofNullable(body.getTimeout()), LONG_TIME_LIMIT, A_DAY),
        request.idempotencyHash());
  }

  /** A removal of a member. */
  Submission<RemoveMemberWish> removeMember(
      String database, RemoveMongodbMemberRequest body, Request request) {
    return new Submission<>(
        removeMember,
        DatabaseTarget.of(views.described(database)),
        new RemoveMemberWish(body.getMember()),
        request.caller(),
        body.getReason(),
        schedule(body.getScheduledAt()),
        Boolean.TRUE.equals(body.getRequireApproval()),
        names(body.getOverrideGuards()),
        RequestedTimes.timeLimit(
            Optional.ofNullable(body.getTimeout()), REMOVE_TIME_LIMIT, AN_HOUR),
        request.idempotencyHash());
  }

  /** A forced configuration. */
  Submission<ForceConfigurationWish> forceConfiguration(
      String database, ForceMongodbConfigurationRequest body, Request request) {
    return new Submission<>(
        forceConfiguration,
        DatabaseTarget.of(views.described(database)),
        new ForceConfigurationWish(body.getMembers()),
        request.caller(),
        body.getReason(),
        schedule(body.getScheduledAt()),
        Boolean.TRUE.equals(body.getRequireApproval()),
        names(body.getOverrideGuards()),
        RequestedTimes.timeLimit(
            Optional.ofNullable(body.getTimeout()), REMOVE_TIME_LIMIT, AN_HOUR),
        request.idempotencyHash());
  }

  /** A rolling compaction of a collection. */
  Submission<CompactWish> compact(
      String database, CompactMongodbCollectionRequest body, Request request) {
    return new Submission<>(
        compact,
        DatabaseTarget.of(views.described(database)),
        new CompactWish(body.getCollection()),
        request.caller(),
        body.getReason(),
        schedule(body.getScheduledAt()),
        Boolean.TRUE.equals(body.getRequireApproval()),
        names(body.getOverrideGuards()),
        RequestedTimes.timeLimit(Optional.ofNullable(body.getTimeout()), LONG_TIME_LIMIT, A_DAY),
        request.idempotencyHash());
  }

  private Optional<Instant> schedule(OffsetDateTime at) {
    return RequestedTimes.schedule(
        Optional.ofNullable(at).map(OffsetDateTime::toInstant), clock.instant());
  }

  private static Set<String> names(List<String> guards) {
    return Set.copyOf(Optional.ofNullable(guards).orElse(List.of()));
  }
}
