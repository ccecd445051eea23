package dev.binnacle.databases.postgresql;

import static dev.binnacle.platform.Tolerance.SILENCE_OR_REFUSAL;

import dev.binnacle.operations.Fact;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.platform.patroni.ClusterMember;
import dev.binnacle.platform.patroni.ClusterState;
import dev.binnacle.platform.postgresql.PostgresqlClient;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The steps of one run of a failover. Each looks at the real state before it does anything. */
final class FailoverSteps {

  static final String REQUEST_FAILOVER = "request-failover";
  static final String AWAIT_PROMOTION = "await-promotion";
  static final String AWAIT_REPLICAS = "await-replicas";

  /** A member that was lost may never come back: the failover does not depend on it. */
  private static final Duration REPLICAS = Duration.ofMinutes(1);

  private static final String REQUESTED_AT = "requestedAt";
  private static final String WRITES_AT = "writesAt";
  private static final String TIMELINE = "timeline";
  private static final String NOT_STREAMING = "notStreaming";

  private final FailoverIntent intent;
  private final ReachedDatabase database;

  FailoverSteps(FailoverIntent intent, ReachedDatabase database) {
    this.intent = intent;
    this.database = database;
  }

  List<Step<FailoverIntent>> steps() {
    return List.of(
        Step.of(REQUEST_FAILOVER, this::request),
        Step.of(AWAIT_PROMOTION, this::awaitPromotion),
        Step.of(AWAIT_REPLICAS, this::awaitReplicas));
  }

  private StepReport request(StepContext<FailoverIntent> context) {
    boolean askedBefore = context.recall(REQUESTED_AT).isPresent();
    var words =
        new PersistentRequest<>(context, intent.database(), "fail over to " + intent.candidate())
            .until(
                intent.candidate() + " to hold the leader key",
                askedBefore,
                this::promoted,
                () -> true,
                () -> {
                  var patroni = database.patroni();
                  context.rememberFirst(REQUESTED_AT, context.clock().instant().toString());
                  context.beforeEffect("Asking Patroni to make " + intent.candidate() + " leader.");
                  return PendingRequest.send(
                      () -> patroni.failover(intent.candidate(), PersistentRequest.PATIENCE));
                });
    context.rememberFirst(REQUESTED_AT, context.clock().instant().toString());
    return StepReport.of(words);
  }

  /** What the leader key says; empty as long as it is as before. */
  private Optional<String> promoted() {
    var leader = database.clusterIfKnown().flatMap(ClusterState::leader).map(ClusterMember::name);
    leader.filter(this::isStranger).ifPresent(this::overtaken);
    return leader.filter(intent.candidate()::equals).map(name -> name + " holds the leader key.");
  }

  private boolean isStranger(String leader) {
    return !leader.equals(intent.candidate()) && intent.leader().filter(leader::equals).isEmpty();
  }

  private void overtaken(String leader) {
    throw Problem.of(
            ProblemCode.PLATFORM_CHANGED,
            leader
                + " leads "
                + intent.database()
                + " now, instead of the candidate "
                + intent.candidate()
                + ".")
        .withRemedy("Look at the members and the history, then start again with what you find.")
        .causedBy("PATRONI", intent.database(), "the leader is " + leader)
        .asException();
  }

  private StepReport awaitPromotion(StepContext<FailoverIntent> context) {
    var candidate = database.server(intent.candidate()).expectingAbsence();
    long timeline =
        context.await(
            intent.candidate() + " to take writes",
            PersistentRequest.PAUSE,
            () -> {
              database
                  .clusterIfKnown()
                  .flatMap(ClusterState::leader)
                  .map(ClusterMember::name)
                  .filter(this::isStranger)
                  .ifPresent(this::overtaken);
              return SILENCE_OR_REFUSAL
                  .ask(candidate::write)
                  .flatMap(written -> written)
                  .filter(seen -> seen > intent.timeline());
            });
    context.rememberFirst(WRITES_AT, context.clock().instant().toString());
    context.remember(TIMELINE, String.valueOf(timeline));
    return StepReport.of(
        intent.candidate() + " takes writes on timeline " + timeline + ".",
        Fact.of("timeline", timeline));
  }

  private StepReport awaitReplicas(StepContext<FailoverIntent> context) {
    long end = System.nanoTime() + REPLICAS.toNanos();
    var leader = database.server(intent.candidate()).expectingAbsence();
    var missing =
        context.await(
            "the replicas to stream from " + intent.candidate(),
            PersistentRequest.PAUSE,
            () -> {
              var seen = database.clusterIfKnown().map(cluster -> missing(cluster, leader));
              return seen.filter(names -> names.isEmpty() || System.nanoTime() > end);
            });
    context.remember(NOT_STREAMING, String.join(",", missing));
    var words = missing.isEmpty() ? "none" : String.join(", ", missing);
    return StepReport.of(
        missing.isEmpty()
            ? "Every replica streams from " + intent.candidate() + "."
            : "Not streaming from " + intent.candidate() + ": " + words + ".",
        Fact.of(NOT_STREAMING, words));
  }

  private List<String> missing(ClusterState cluster, PostgresqlClient leader) {
    var replication = SILENCE_OR_REFUSAL.ask(leader::replication);
    return cluster.members().stream()
        .map(ClusterMember::name)
        .filter(name -> !name.equals(intent.candidate()))
        .filter(name -> replication.filter(seen -> seen.streams(name)).isEmpty())
        .toList();
  }

  /** What came of it. */
  static FailoverResult result(StepContext<FailoverIntent> context) {
    var intent = context.intent();
    var missing = context.recallKept(NOT_STREAMING);
    return new FailoverResult(
        Failover.KIND,
        intent.leader(),
        intent.candidate(),
        intent.timeline(),
        Long.parseLong(context.recallKept(TIMELINE)),
        Duration.between(
                Instant.parse(context.recallKept(REQUESTED_AT)),
                Instant.parse(context.recallKept(WRITES_AT)))
            .truncatedTo(ChronoUnit.MILLIS),
        missing.isEmpty() ? List.of() : List.of(missing.split(",")));
  }
}
