package dev.binnacle.sandbox.kubernetes.apiserver.pods;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Answer;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.apiserver.validation.NamespaceLifecycle;
import dev.binnacle.sandbox.kubernetes.apiserver.write.DeleteOptions;
import dev.binnacle.sandbox.kubernetes.apiserver.write.Deletions;
import dev.binnacle.sandbox.kubernetes.cluster.model.LabelSelector;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Evicts pods as far as their disruption budgets allow it: the subresource pods/eviction. Source:
 * kubernetes pkg/registry/core/pod/storage/eviction.go. Thread-safe.
 */
public final class Evictions {
  private static final int ATTEMPTS = 20;
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);
  private static final int CONFLICT = 409;

  private final ObjectStore store;
  private final Deletions deletions;
  private final EvictionCounts counts;
  private final DisruptionBudgets budgets;
  private final EvictionNotice notice;

  /**
   * @param deletions what deletes the pods at last
   * @param counts what is told of every accepted eviction
   */
  public Evictions(ObjectStore store, Deletions deletions, EvictionCounts counts) {
    this.store = store;
    this.deletions = deletions;
    this.counts = counts;
    this.budgets = new DisruptionBudgets(store, InstantSource.system());
    this.notice = new EvictionNotice(store, InstantSource.system());
  }

  /**
   * Evicts a pod, or with a dry run tells whether it would be evicted now.
   *
   * @return 201 with a Status of success
   * @throws Refusal 404 when there is no such pod; 429 when its budget forbids it now; 500 when it
   *     has two budgets; 409 when a precondition does not hold; 403 when its namespace is
   *     terminating; 400 when the body is none for this pod
   */
  public Answer evict(String namespace, String pod, ApiRequest request) {
    NamespaceLifecycle.requireOpen(store, ResourceTypes.PODS, namespace, pod);
    DeleteOptions options = EvictionRequest.options(namespace, pod, request);
    Key key = new Key(ResourceTypes.PODS, namespace, pod);
    if (!deletedOutsideOfBudgets(key, options)) {
      deleteWithinBudget(key, options);
    }
    ObjectNode success = Json.object("v1", "Status");
    success.putObject("metadata");
    return Answer.created(success.put("status", "Success").put("code", 201));
  }

  /**
   * A pod that has ended, has not started yet or is going already disrupts nobody. One that has not
   * started must not do so meanwhile: then everything is looked at again.
   */
  private boolean deletedOutsideOfBudgets(Key key, DeleteOptions options) {
    for (int attempt = 1; ; attempt++) {
      Pod pod = pod(key);
      boolean pending = pod.phase().equals("Pending") && !pod.isTerminating();
      if (!pending && !pod.isFinished() && !pod.isTerminating()) {
        return false;
      }
      boolean watchful = pending && options.resourceVersion().isEmpty();
      try {
        delete(key, pod, watchful ? options.withResourceVersion(version(pod)) : options);
        return true;
      } catch (Refusal refusal) {
        if (refusal.code() != CONFLICT
            || options.resourceVersion().isPresent()
            || attempt == ATTEMPTS) {
          throw refusal;
        }
        pause();
      }
    }
  }

  private void deleteWithinBudget(Key key, DeleteOptions options) {
    Pod pod = pod(key);
    List<ObjectNode> protecting = budgetsOf(pod);
    if (protecting.size() > 1) {
      throw Refusals.other(
          500,
          "",
          "This pod has more than one PodDisruptionBudget, which the eviction subresource does not"
              + " support.");
    }
    Optional<DisruptionBudget> budget = protecting.stream().findFirst().map(DisruptionBudget::new);
    boolean uncounted = budget.filter(found -> found.leavesAlone(pod)).isPresent();
    if (budget.isPresent() && !uncounted) {
      budgets.take(
          Key.of(ResourceTypes.POD_DISRUPTION_BUDGETS, budget.get().json()),
          pod.name(),
          options.dryRun());
    }
    boolean watchful = uncounted && options.resourceVersion().isEmpty();
    try {
      delete(key, pod, watchful ? options.withResourceVersion(version(pod)) : options);
    } catch (Refusal refusal) {
      throw refusal.code() == CONFLICT && watchful
          ? DisruptionBudget.stillProcessed(budget.get().name())
          : refusal;
    }
  }

  private void delete(Key key, Pod pod, DeleteOptions options) {
    if (options.dryRun()) {
      deletions.delete(key, options);
      return;
    }
    String version = notice.write(key, options);
    deletions.delete(
        key,
        options.resourceVersion().isPresent() ? options.withResourceVersion(version) : options);
    counts.add(pod.uid());
  }

  private List<ObjectNode> budgetsOf(Pod pod) {
    return store.listing(ResourceTypes.POD_DISRUPTION_BUDGETS, pod.namespace()).objects().stream()
        .filter(
            budget -> LabelSelector.of(budget.path("spec").path("selector")).matches(pod.labels()))
        .toList();
  }

  private Pod pod(Key key) {
    return new Pod(
        store.get(key).orElseThrow(() -> Refusals.notFound(ResourceTypes.PODS, key.name())));
  }

  private static String version(Pod pod) {
    return pod.json().path("metadata").path("resourceVersion").asText();
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_ATTEMPTS);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw Refusals.internal("the server is closing");
    }
  }
}
