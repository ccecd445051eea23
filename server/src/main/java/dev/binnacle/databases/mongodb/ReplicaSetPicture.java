package dev.binnacle.databases.mongodb;

import dev.binnacle.platform.EdgeFacts;
import dev.binnacle.platform.mongodb.MemberState;
import dev.binnacle.platform.mongodb.MemberStatus;
import dev.binnacle.platform.mongodb.ReplicaSetConfiguration;
import dev.binnacle.platform.mongodb.ReplicaSetStatus;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that one look at a replica set has seen, and why the rest could not be seen.
 *
 * @param views what each member that answered sees, by its name
 * @param silent why a member or an endpoint did not answer, by its address
 * @param breakers whether calls to an endpoint go through, by its address
 * @param configuration the newest that could be had
 */
public record ReplicaSetPicture(
    Map<String, ReplicaSetStatus> views,
    Map<String, Problem> silent,
    Map<String, EdgeFacts.Breaker> breakers,
    Optional<ReplicaSetConfiguration> configuration,
    Instant observedAt) {

  public ReplicaSetPicture {
    views = Map.copyOf(views);
    silent = Map.copyOf(silent);
    breakers = Map.copyOf(breakers);
  }

  /** The view that counts: of the member that leads by its own word, else of the newest term. */
  public Optional<ReplicaSetStatus> best() {
    return views.values().stream()
        .max(
            Comparator.comparingLong(ReplicaSetStatus::term)
                .thenComparing(view -> view.own().state() == MemberState.PRIMARY)
                .thenComparing(ReplicaSetStatus::self));
  }

  /**
   * The view that counts.
   *
   * @throws ProblemException when nobody answered, saying why not
   */
  public ReplicaSetStatus bestOrThrow() {
    return best()
        .orElseThrow(() ->
            new ProblemException(
                silent.entrySet().stream()
                    .min(Map.Entry.comparingByKey())
                    .orElseThrow()
                    .getValue()));
  }

  /** The one that leads: by its own word, or by that of the others when it does not answer. */
  public Optional<MemberStatus> primary() {
    return best().flatMap(ReplicaSetStatus::primary);
  }

  /** The members that say of themselves that they lead; more than one when the network is split. */
  public List<String> claimants() {
    return views.values().stream()
        .filter(view -> view.own().state() == MemberState.PRIMARY)
        .map(ReplicaSetStatus::self)
        .sorted()
        .toList();
  }

  /** Whether a member answered itself. */
  public boolean answers(String member) {
    return views.containsKey(member);
  }

  /** Whether heartbeats of the one whose view counts do not reach a member. */
  public boolean isMissed(String member) {
    return best().flatMap(view -> view.member(member)).filter(seen -> !seen.healthy()).isPresent();
  }

  /** Why a member did not answer, in few words; empty when it did or was not asked. */
  public Optional<String> silence(String member) {
    return Optional.ofNullable(silent.get(MemberAddress.of(member).toString()))
        .map(problem ->
            problem.extensions().get("component") instanceof Problem.Component component
                ? component.said()
                : problem.detail());
  }

  /** Whether calls to a member go through; empty when it was never asked under its name. */
  public Optional<EdgeFacts.Breaker> breaker(String member) {
    return Optional.ofNullable(breakers.get(MemberAddress.of(member).toString()));
  }

  /** A member by its own word, or else by that of the others. */
  public Optional<MemberStatus> member(String name) {
    return Optional.ofNullable(views.get(name))
        .map(ReplicaSetStatus::own)
        .or(() -> best().flatMap(view -> view.member(name)));
  }
}
