package dev.binnacle.databases.mongodb;

import dev.binnacle.databases.mongodb.ResyncAdvice.Source;
import dev.binnacle.databases.mongodb.ResyncAdvice.Verdict;
import dev.binnacle.platform.mongodb.MemberState;
import dev.binnacle.platform.mongodb.MemberStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a member needs a new copy of the data: it does when its last operation, by which
 * it finds its place, is in nobody's oplog any more (the manual's page "Resync a Member of a
 * Self-Managed Replica Set", and the server's OplogFetcher). Pure.
 */
final class ResyncAdvisor {

  private final ReplicaSetPicture picture;
  private final MemberStatus member;
  private final List<Source> sources;
  private final Optional<Long> copyBytes;

  /**
   * About one member.
   *
   * @param sources the oplogs of other members that could be read
   * @param copyBytes how large the data are on the one that reaches back furthest
   */
  ResyncAdvisor(
      ReplicaSetPicture picture,
      MemberStatus member,
      List<Source> sources,
      Optional<Long> copyBytes) {
    this.picture = picture;
    this.member = member;
    this.sources = sources.stream().sorted(Comparator.comparing(Source::oldest)).toList();
    this.copyBytes = copyBytes;
  }

  ResyncAdvice advice() {
    return switch (member.state()) {
      case PRIMARY -> notNeeded("It leads: the others have their data from it.");
      case ARBITER -> notNeeded("It has no data.");
      case STARTUP2 ->
          advice(
              Verdict.COPYING,
              "It copies the data already.",
              List.of("Wait until it is SECONDARY: GET …/mongodb/replica-set."));
      case SECONDARY -> {
        if (isClose()) {
          yield notNeeded("It follows the primary.");
        }
        yield isLateOnPurpose() && margin().isPresent()
            ? notNeeded("It is late on purpose, and follows.")
            : bySources();
      }
      default -> bySources();
    };
  }

  private boolean isClose() {
    return ReplicaSetHealth.members(picture).stream()
        .filter(seen -> seen.name().equals(member.name()))
        .flatMap(seen -> seen.lag().stream())
        .anyMatch(lag -> lag.compareTo(ReplicaSetHealth.TOLERABLE_LAG) <= 0);
  }

  private boolean isLateOnPurpose() {
    return picture
        .configuration()
        .flatMap(configuration -> configuration.member(member.name()))
        .filter(configured -> !configured.delay().isZero())
        .isPresent();
  }

  private ResyncAdvice notNeeded(String why) {
    return advice(Verdict.NOT_NEEDED, why, List.of());
  }

  private ResyncAdvice bySources() {
    if (appliedAt().isEmpty() || sources.isEmpty()) {
      return advice(
          Verdict.UNKNOWN,
          sources.isEmpty()
              ? "No other member's oplog could be read."
              : "Nobody knows how far it had come.",
          List.of(
              "Look again when " + (sources.isEmpty() ? "another member" : "it") + " answers."));
    }
    return margin()
        .map(this::catchesUp)
        .orElseGet(() ->
            advice(
                Verdict.NEEDED,
                "What it needs next has left the oplog of every member that could be asked: it never catches up by itself.",
                stepsOfACopy()));
  }

  private ResyncAdvice catchesUp(Duration margin) {
    var steps = new ArrayList<String>();
    if (member.state() == MemberState.DOWN) {
      steps.add("Start it again: it goes on where it was.");
    }
    steps.add("Look again: the margin shrinks as the others write and it does not.");
    return advice(
        Verdict.CATCHES_UP,
        "What it needs next is still in the oplog of "
            + sources.getFirst().member()
            + ", with "
            + margin.truncatedTo(ChronoUnit.SECONDS)
            + " to spare.",
        steps);
  }

  private List<String> stepsOfACopy() {
    return List.of(
        "Stop mongod on %s.".formatted(member.name()),
        "Empty its data directory (storage.dbPath). Leave its configuration and key file.",
        "Start mongod: it becomes STARTUP2, copies the data from another member, and then SECONDARY.",
        "Follow it: GET …/mongodb/replica-set.");
  }

  private Optional<Instant> appliedAt() {
    return picture.views().values().stream()
        .flatMap(view -> view.member(member.name()).stream())
        .flatMap(seen -> seen.appliedAt().stream())
        .max(Comparator.naturalOrder());
  }

  private Optional<Duration> margin() {
    return appliedAt()
        .flatMap(applied ->
            sources.stream()
                .findFirst()
                .map(source -> Duration.between(source.oldest(), applied))
                .filter(margin -> !margin.isNegative()));
  }

  private List<String> warnings(Verdict verdict) {
    var warnings = new ArrayList<String>();
    if (verdict != Verdict.NEEDED) {
      return warnings;
    }
    var longest = sources.getFirst();
    warnings.add(
        "The copy has to take less than %s, which is how far the oplog of %s reaches back; else it is too late again."
            .formatted(longest.window(), longest.member()));
    long besides =
        ReplicaSetHealth.members(picture).stream()
            .filter(other -> !other.name().equals(member.name()))
            .filter(ReplicaSetHealth::givesVote)
            .count();
    picture
        .best()
        .filter(view -> besides <= view.majority())
        .ifPresent(view ->
            warnings.add(
                "Besides it %d voting members are there, and %d votes are needed: none of them can be spared meanwhile."
                    .formatted(besides, view.majority())));
    return warnings;
  }

  private ResyncAdvice advice(Verdict verdict, String message, List<String> steps) {
    return new ResyncAdvice(
        member.name(),
        member.state(),
        verdict,
        message,
        appliedAt(),
        sources,
        margin(),
        copyBytes,
        steps,
        warnings(verdict),
        picture.observedAt());
  }
}
