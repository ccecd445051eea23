package dev.binnacle.nodes.drain;

import dev.binnacle.nodes.drain.PodProgress.Phase;
import dev.binnacle.operations.Fact;
import dev.binnacle.platform.kubernetes.DisruptionBudget;
import dev.binnacle.platform.kubernetes.EvictionAnswer;
import dev.binnacle.platform.kubernetes.LabelSelector;
import dev.binnacle.platform.kubernetes.PodReference;
import dev.binnacle.platform.kubernetes.PodState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * How far a drain is: every decision of its run, as pure functions from what was seen and answered
 * to what is next. Stored as JSON after every change, so that another server goes on from it.
 *
 * @param pods by namespace, name and uid
 */
record DrainProgress(List<PodProgress> pods) {

  private static final Comparator<PodReference> ORDER =
      Comparator.comparing(PodReference::namespace)
          .thenComparing(PodReference::name)
          .thenComparing(PodReference::uid);

  /** Nothing is known yet. */
  static final DrainProgress NONE = new DrainProgress(List.of());

  /** How long nothing but the hopeless may be left before the drain gives up. */
  private static final Duration HOPE = Duration.ofSeconds(30);

  private static final int NAMED_IN_WORDS = 5;

  DrainProgress {
    pods = pods.stream().sorted(Comparator.comparing(PodProgress::pod, ORDER)).toList();
  }

  /**
   * The progress after a look at the node: pods that came are taken up, pods that are not there any
   * more are gone.
   *
   * @param present every pod of the node as the API server itself has it
   */
  DrainProgress seen(List<PodState> present, DrainWish wish, LabelSelector selected, Instant now) {
    var next = byReference();
    next.replaceAll((pod, progress) -> progress.phase().isOpen() ? progress.gone(now) : progress);
    for (var pod : present) {
      var known = Optional.ofNullable(byReference().get(pod.reference()));
      next.put(pod.reference(), seen(pod, known, Duty.of(pod, wish, selected), now));
    }
    return new DrainProgress(List.copyOf(next.values()));
  }

  private static PodProgress seen(
      PodState pod, Optional<PodProgress> known, Duty duty, Instant now) {
    return switch (duty) {
      case Duty.Skip(var kind, var reason) ->
          PodProgress.of(pod.reference(), Phase.valueOf("SKIPPED_" + kind));
      case Duty.Await() ->
          known.orElseGet(() -> PodProgress.of(pod.reference(), Phase.LEAVING)).in(Phase.LEAVING);
      case Duty.Evict() -> toEvict(pod, known);
      case Duty.Acknowledge acknowledge ->
          known
              .orElseGet(() -> PodProgress.of(pod.reference(), Phase.UNACKNOWLEDGED))
              .in(Phase.UNACKNOWLEDGED)
              .held(Hold.of(acknowledge), now);
    };
  }

  private static PodProgress toEvict(PodState pod, Optional<PodProgress> known) {
    return known
        .map(
            progress -> progress.phase() == Phase.TO_EVICT ? progress : progress.in(Phase.TO_EVICT))
        .orElseGet(() -> PodProgress.of(pod.reference(), Phase.TO_EVICT));
  }

  /** The pods whose eviction is to be asked for now. */
  List<PodReference> due(Instant now) {
    return pods.stream().filter(pod -> pod.isDue(now)).map(PodProgress::pod).toList();
  }

  /** The progress with those pods about to be asked for. */
  DrainProgress asking(List<PodReference> asked) {
    return changing(asked, PodProgress::asking);
  }

  /** The progress after the API server's answer about a pod. */
  DrainProgress answered(
      PodReference pod, EvictionAnswer answer, List<DisruptionBudget> protecting, Instant now) {
    return changing(
        List.of(pod),
        progress ->
            switch (answer) {
              case EvictionAnswer.Accepted() -> progress.accepted(now);
              case EvictionAnswer.Gone() -> progress.gone(now);
              case EvictionAnswer.Replaced(var said) ->
                  progress.evictedAt().isPresent()
                      ? progress.gone(now)
                      : progress.in(Phase.REPLACED);
              case EvictionAnswer.NamespaceTerminating(var said) -> progress.in(Phase.LEAVING);
              default -> progress.held(Hold.of(answer, protecting), now);
            });
  }

  /** The progress after there was no answer about a pod. */
  DrainProgress unheard(PodReference pod, Instant now) {
    return changing(List.of(pod), progress -> progress.unheard(now));
  }

  private DrainProgress changing(List<PodReference> some, UnaryOperator<PodProgress> change) {
    var next = byReference();
    some.forEach(pod -> next.computeIfPresent(pod, (key, progress) -> change.apply(progress)));
    return new DrainProgress(List.copyOf(next.values()));
  }

  private Map<PodReference, PodProgress> byReference() {
    return pods.stream()
        .collect(
            Collectors.toMap(
                PodProgress::pod, pod -> pod, (one, other) -> one, () -> new TreeMap<>(ORDER)));
  }

  /** Whether every pod that has to go is gone. */
  boolean complete() {
    return open().isEmpty();
  }

  /** The pods that have to go and are still there. */
  List<PodProgress> open() {
    return pods.stream().filter(pod -> pod.phase().isOpen()).toList();
  }

  /** Whether nothing has been left for a while but pods that waiting does not help. */
  boolean isHopeless(Instant now) {
    return !complete()
        && open().stream()
            .allMatch(pod ->
                pod.hopelessSince().filter(since -> !now.isBefore(since.plus(HOPE))).isPresent());
  }

  /** How it goes, in one sentence that changes only when something has. */
  String words() {
    long total = pods.stream().filter(pod -> !pod.phase().isSkip()).count();
    var gone = "%d of %d pods are gone".formatted(total - open().size(), total);
    var held = open().stream().filter(pod -> pod.phase() != Phase.LEAVING).toList();
    long ending = open().size() - held.size();
    return gone
        + (ending == 0 ? "" : "; " + ending + (ending == 1 ? " is ending" : " are ending"))
        + (held.isEmpty() ? "" : "; held: " + named(held))
        + ".";
  }

  /** Who is left, and what holds them, for the error of a drain that did not end. */
  String left() {
    return named(open());
  }

  private static String named(List<PodProgress> some) {
    var first =
        some.stream()
            .limit(NAMED_IN_WORDS)
            .map(DrainProgress::words)
            .collect(Collectors.joining("; "));
    return some.size() > NAMED_IN_WORDS
        ? first + "; and " + (some.size() - NAMED_IN_WORDS) + " more"
        : first;
  }

  /** Every pod that is left, with what holds it. */
  Fact[] facts() {
    return open().stream()
        .map(pod -> Fact.of(pod.pod().toString(), reason(pod)))
        .toArray(Fact[]::new);
  }

  private static String words(PodProgress pod) {
    return pod.pod() + " (" + reason(pod) + ")";
  }

  private static String reason(PodProgress pod) {
    return pod.phase() == Phase.LEAVING
        ? "is ending"
        : pod.heldBy().map(words -> words.replaceAll("\\.$", "")).orElse("is to be evicted");
  }
}
