package dev.binnacle.databases.postgresql;

import static dev.binnacle.platform.Tolerance.SILENCE_OR_REFUSAL;

import dev.binnacle.databases.postgresql.SwitchoverMemory.Baseline;
import dev.binnacle.operations.Fact;
import dev.binnacle.operations.Step;
import dev.binnacle.operations.StepContext;
import dev.binnacle.operations.StepReport;
import dev.binnacle.platform.patroni.Promotion;
import dev.binnacle.platform.postgresql.PostgresqlClient;
import dev.binnacle.platform.postgresql.Standby;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The steps of one run of a switchover. Each looks at the real state before it does anything. */
final class SwitchoverSteps {

  static final String VERIFY_PRECONDITIONS = "verify-preconditions";
  static final String REQUEST_SWITCHOVER = "request-switchover";
  static final String AWAIT_PROMOTION = "await-promotion";
  static final String AWAIT_OLD_LEADER = "await-old-leader";
  static final String VERIFY_CLUSTER = "verify-cluster";

  private static final Duration PAUSE = Duration.ofMillis(100);

  /** How long the cluster may go on showing the old leader after Patroni has answered. */
  private static final Duration SETTLING = Duration.ofSeconds(2);

  /** Beyond Patroni's own rhythm, how long nothing may happen before it is asked again. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  /** Patroni follows a switchover for at most twice its loop_wait or twenty seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final SwitchoverIntent intent;
  private final SwitchoverTarget target;
  private Optional<WriteProbe> probe = Optional.empty();

  SwitchoverSteps(SwitchoverIntent intent, SwitchoverTarget target) {
    this.intent = intent;
    this.target = target;
  }

  List<Step<SwitchoverIntent>> steps() {
    return List.of(
        Step.of(VERIFY_PRECONDITIONS, this::verifyPreconditions),
        Step.of(REQUEST_SWITCHOVER, this::requestSwitchover),
        Step.of(AWAIT_PROMOTION, this::awaitPromotion),
        Step.of(AWAIT_OLD_LEADER, this::awaitOldLeader),
        Step.of(VERIFY_CLUSTER, this::verifyCluster));
  }

  private StepReport verifyPreconditions(StepContext<SwitchoverIntent> context) {
    var memory = new SwitchoverMemory(context);
    memory.started(context.clock().instant());
    requirePrevious(target.leadership());
    var leader = target.server(intent.leader());
    long timeline =
        leader
            .write()
            .orElseThrow(() -> changed(intent.leader() + " is in recovery and takes no writes."));
    var replication = leader.replication();
    if (!replication.streams(intent.candidate())) {
      throw changed(intent.candidate() + " does not stream from " + intent.leader() + " any more.");
    }
    var streaming =
        replication.standbys().stream()
            .filter(Standby::isStreaming)
            .map(Standby::applicationName)
            .distinct()
            .toList();
    memory.baseline(new Baseline(timeline, streaming));
    return StepReport.of(
        intent.leader() + " takes writes and " + intent.candidate() + " streams from it.",
        Fact.of("timeline", timeline),
        Fact.of("streaming", String.join(", ", streaming)));
  }

  private void requirePrevious(Leadership leadership) {
    switch (leadership) {
      case Leadership.Previous previous -> {}
      case Leadership.Candidate candidate -> throw changed(intent.candidate() + " leads already.");
      case Leadership.Other other -> throw target.overtaken(other.name());
      case Leadership.Nobody nobody ->
          throw new dev.binnacle.problems.ProblemException(LeaderAbsent.problem(intent.database()));
    }
  }

  private StepReport requestSwitchover(StepContext<SwitchoverIntent> context) {
    var memory = new SwitchoverMemory(context);
    // Asked before: the cluster may be in the middle of it, so silence and absence are waited out.
    boolean askedBefore = memory.requestedAt().isPresent();
    var standing =
        context.await(
            "a leader of " + intent.database(),
            PAUSE,
            () ->
                (askedBefore ? target.leadershipIfKnown() : Optional.of(target.leadership()))
                    .filter(seen -> !(seen instanceof Leadership.Nobody)));
    return switch (standing) {
      case Leadership.Candidate done ->
          StepReport.of(intent.candidate() + " holds the leader key already.");
      case Leadership.Other other -> throw target.overtaken(other.name());
      default -> {
        try {
          yield request(context, memory);
        } catch (RuntimeException stopped) {
          endProbe();
          throw stopped;
        }
      }
    };
  }

  private StepReport request(StepContext<SwitchoverIntent> context, SwitchoverMemory memory) {
    startProbe(context, memory);
    return context.await(
        intent.candidate() + " to hold the leader key",
        PAUSE,
        new Requesting(context, memory)::look);
  }

  /** What goes on between the request to Patroni and the candidate's taking the leader key. */
  private final class Requesting {

    private final StepContext<SwitchoverIntent> context;
    private final SwitchoverMemory memory;
    private PendingRequest pending;
    private Duration silence = intent.loopWait().plus(SILENCE);
    private boolean released;

    private Requesting(StepContext<SwitchoverIntent> context, SwitchoverMemory memory) {
      this.context = context;
      this.memory = memory;
      this.pending = ask(context, memory);
    }

    private Optional<StepReport> look() {
      return target.leadershipIfKnown().flatMap(this::react);
    }

    private Optional<StepReport> react(Leadership leadership) {
      switch (leadership) {
        case Leadership.Candidate done -> {
          return Optional.of(StepReport.of(intent.candidate() + " holds the leader key."));
        }
        case Leadership.Other other -> throw target.overtaken(other.name());
        case Leadership.Nobody nobody -> tellOnce();
        case Leadership.Previous previous -> insist();
      }
      return Optional.empty();
    }

    private void tellOnce() {
      if (!released) {
        released = true;
        context.progress(intent.leader() + " has given up the leader key.");
      }
    }

    /** Nothing has changed: Patroni refused, or needs time, or has never heard of it. */
    private void insist() {
      if (pending.overFor(SETTLING)) {
        pending.refusal().ifPresent(SwitchoverSteps.this::refuse);
      }
      if (pending.sentBefore(silence)) {
        silence = silence.multipliedBy(2);
        pending = ask(context, memory);
      }
    }
  }

  private PendingRequest ask(StepContext<SwitchoverIntent> context, SwitchoverMemory memory) {
    memory.requested(context.clock().instant());
    var patroni = target.patroni();
    context.beforeEffect(
        "Asking Patroni to make "
            + intent.candidate()
            + " leader in place of "
            + intent.leader()
            + ".");
    return PendingRequest.send(
        () -> patroni.switchover(intent.leader(), intent.candidate(), PATIENCE));
  }

  private void startProbe(StepContext<SwitchoverIntent> context, SwitchoverMemory memory) {
    endProbe();
    var measuring =
        WriteProbe.start(
            context.clock(),
            target.server(intent.leader()).openWriteSession(),
            target.server(intent.candidate()).openWriteSession());
    probe = Optional.of(measuring);
    // When Patroni was asked before, the old leader may be past its last write: that one is kept.
    if (memory.requestedAt().isEmpty()) {
      memory.lastWriteBefore(
          context.await(
              "a write to " + intent.leader(), Duration.ofMillis(10), measuring::lastBefore));
    }
  }

  private void endProbe() {
    probe.ifPresent(WriteProbe::close);
    probe = Optional.empty();
  }

  private void refuse(String words) {
    throw Problem.of(
            ProblemCode.COMPONENT_REFUSED,
            "Patroni did not switch " + intent.database() + " over: " + words + ".")
        .withRemedy("Look at the candidate and at Patroni's log; a retry asks again.")
        .causedBy("PATRONI", intent.database(), words)
        .asException();
  }

  private StepReport awaitPromotion(StepContext<SwitchoverIntent> context) {
    var memory = new SwitchoverMemory(context);
    try {
      long before = memory.baseline().timeline();
      var candidate = target.server(intent.candidate()).expectingAbsence();
      var outage =
          memory
              .outage()
              .orElseGet(() ->
                  context.await(
                      intent.candidate() + " to take writes",
                      PAUSE,
                      () ->
                          firstWrite(context, memory, candidate)
                              .filter(seen -> seen.timeline() > before)));
      memory.outage(outage);
      return StepReport.of(
          intent.candidate() + " takes writes on timeline " + outage.timeline() + ".",
          Fact.of("timeline", outage.timeline()),
          Fact.of("writeOutage", outage.length()),
          Fact.of("writeOutageExact", outage.exact()));
    } finally {
      endProbe();
    }
  }

  private Optional<WriteOutage> firstWrite(
      StepContext<SwitchoverIntent> context, SwitchoverMemory memory, PostgresqlClient candidate) {
    if (target.leadershipIfKnown().orElse(null) instanceof Leadership.Other other) {
      throw target.overtaken(other.name());
    }
    if (probe.isPresent()) {
      var measuring = probe.get();
      return measuring
          .firstAfter()
          .map(first ->
              new WriteOutage(
                  measuring.lastBefore().orElseGet(memory::lastWriteBefore),
                  first.at(),
                  measuring.lastBefore().isPresent(),
                  first.timeline()));
    }
    return SILENCE_OR_REFUSAL
        .ask(candidate::write)
        .flatMap(written -> written)
        .map(timeline ->
            new WriteOutage(memory.lastWriteBefore(), context.clock().instant(), false, timeline));
  }

  private StepReport awaitOldLeader(StepContext<SwitchoverIntent> context) {
    var memory = new SwitchoverMemory(context);
    var newLeader = target.server(intent.candidate()).expectingAbsence();
    var standby =
        context.await(
            intent.leader() + " to stream from " + intent.candidate(),
            PAUSE,
            () -> {
              var seen = SILENCE_OR_REFUSAL.ask(newLeader::replication);
              if (seen.isEmpty() || seen.get().inRecovery()) {
                target
                    .leadershipIfKnown()
                    .ifPresent(leadership -> {
                      if (leadership instanceof Leadership.Other other) {
                        throw target.overtaken(other.name());
                      }
                      if (leadership instanceof Leadership.Previous) {
                        throw target.overtaken(intent.leader());
                      }
                    });
              }
              return seen.flatMap(replication -> replication.standby(intent.leader()))
                  .filter(Standby::isStreaming);
            });
    memory.rejoined(context.clock().instant());
    return StepReport.of(
        intent.leader() + " streams from " + intent.candidate() + ".",
        Fact.of(
            "replayLagBytes",
            standby.replayed().lagBytes().map(String::valueOf).orElse("unknown")));
  }

  private StepReport verifyCluster(StepContext<SwitchoverIntent> context) {
    var memory = new SwitchoverMemory(context);
    var baseline = memory.baseline();
    if (target.leadership() instanceof Leadership.Other other) {
      throw target.overtaken(other.name());
    }
    var newLeader = target.server(intent.candidate()).expectingAbsence();
    long end =
        System.nanoTime()
            + intent.loopWait().multipliedBy(2).plus(SILENCE.multipliedBy(2)).toNanos();
    var found =
        context.await(
            "the other replicas to stream from " + intent.candidate(),
            PAUSE,
            () -> {
              var seen = look(baseline, newLeader);
              return seen.complete() || System.nanoTime() > end
                  ? Optional.of(seen)
                  : Optional.empty();
            });
    if (found.promotions().size() > 1) {
      throw changed(
          "The cluster was promoted "
              + found.promotions().size()
              + " times meanwhile: somebody else has interfered.");
    }
    return StepReport.of(
        found.missing().isEmpty()
            ? "Every replica streams from " + intent.candidate() + "."
            : "Not streaming from "
                + intent.candidate()
                + " yet: "
                + String.join(", ", found.missing())
                + ".",
        Fact.of("promotions", found.promotions().size()),
        Fact.of(
            "notStreaming",
            found.missing().isEmpty() ? "none" : String.join(", ", found.missing())));
  }

  /** What the cluster shows in the end. */
  private record Ending(List<String> missing, List<Promotion> promotions) {
    boolean complete() {
      return missing.isEmpty() && !promotions.isEmpty();
    }
  }

  private Ending look(Baseline baseline, PostgresqlClient newLeader) {
    var replication = SILENCE_OR_REFUSAL.ask(newLeader::replication);
    var missing =
        baseline.streaming().stream()
            .filter(name -> !name.equals(intent.candidate()))
            .filter(name -> replication.filter(seen -> seen.streams(name)).isEmpty())
            .toList();
    var promotions =
        SILENCE_OR_REFUSAL.ask(() -> target.patroni().history()).orElse(List.of()).stream()
            .filter(promotion -> promotion.timeline() >= baseline.timeline())
            .toList();
    return new Ending(missing, promotions);
  }

  private RuntimeException changed(String what) {
    return Problem.of(ProblemCode.PLATFORM_CHANGED, what)
        .withRemedy("Look at the members, then start again with what you find.")
        .asException();
  }
}
