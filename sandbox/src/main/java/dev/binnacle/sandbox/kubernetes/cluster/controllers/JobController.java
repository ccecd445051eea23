package dev.binnacle.sandbox.kubernetes.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Condition;
import dev.binnacle.sandbox.kubernetes.cluster.model.Conditions;
import dev.binnacle.sandbox.kubernetes.cluster.model.LabelSelector;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.cluster.model.Timestamps;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.ControlPlane;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Controller;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.EventRecorder.Source;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.GeneratedNames;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Observation;
import dev.binnacle.sandbox.kubernetes.cluster.runtime.Work;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Runs Jobs to their completions, or gives up after spec.backoffLimit failed pods. Each pod keeps a
 * finalizer until it is counted. Source: kubernetes pkg/controller/job/job_controller.go.
 */
public final class JobController implements Controller {
  private static final Source SOURCE = new Source("job-controller");
  private static final String TRACKING = "batch.kubernetes.io/job-tracking";
  private static final int BACKOFF_LIMIT = 6;

  private final ControlPlane plane;
  private final PodClaims claims;
  private final PodCreation creation;
  private final RandomGenerator random;

  public JobController(ControlPlane plane, RandomGenerator random) {
    this.plane = plane;
    this.claims = new PodClaims(plane);
    this.creation = new PodCreation(plane, SOURCE.component());
    this.random = random;
  }

  @Override
  public void observe(Observation observation, Work work) {
    if (observation.isOf(ResourceTypes.JOBS)) {
      work.now(observation.key());
    } else if (observation.isOf(ResourceTypes.PODS)) {
      new PodOwners(plane.view(), ResourceTypes.JOBS).of(observation).forEach(work::now);
    }
  }

  @Override
  public void reconcile(Key key, Work work) {
    Optional<ObjectNode> found = plane.view().get(key);
    if (found.isEmpty()) {
      return;
    }
    ObjectNode job = completeSelector(key, found.get());
    List<Pod> pods =
        claims.pods(job, LabelSelector.of(job.path("spec").path("selector")), ResourceTypes.PODS);
    if (isOver(job) || new Meta(job).isTerminating()) {
      pods.forEach(this::release);
      expire(key, job, work);
      return;
    }
    count(key, job, pods);
    ObjectNode counted = plane.store().get(key).orElse(job);
    pods.stream().filter(JobController::isOver).forEach(this::release);
    advance(key, counted, pods.stream().filter(Pod::isActive).toList(), work);
  }

  /** The API server fills in a selector by the Job's UID when none is given. */
  private ObjectNode completeSelector(Key key, ObjectNode job) {
    if (job.path("spec").has("selector")) {
      return job;
    }
    Meta meta = new Meta(job);
    return plane
        .change(
            key,
            meta.uid(),
            object -> {
              ObjectNode spec = object.withObjectProperty("spec");
              spec.putObject("selector")
                  .putObject("matchLabels")
                  .put("batch.kubernetes.io/controller-uid", meta.uid());
              spec.withObjectProperty("template")
                  .withObjectProperty("metadata")
                  .withObjectProperty("labels")
                  .put("batch.kubernetes.io/controller-uid", meta.uid())
                  .put("batch.kubernetes.io/job-name", meta.name())
                  .put("controller-uid", meta.uid())
                  .put("job-name", meta.name());
            })
        .orElse(job);
  }

  /** Adds pods that are over to the counts; their finalizers are proof that they were not yet. */
  private void count(Key key, ObjectNode job, List<Pod> pods) {
    List<Pod> uncounted =
        pods.stream().filter(pod -> pod.meta().hasFinalizer(TRACKING) && isOver(pod)).toList();
    long succeeded = uncounted.stream().filter(pod -> pod.phase().equals("Succeeded")).count();
    long failed = uncounted.size() - succeeded;
    List<Pod> active = pods.stream().filter(Pod::isActive).toList();
    plane.change(
        key,
        new Meta(job).uid(),
        object -> {
          ObjectNode status = object.withObjectProperty("status");
          if (!status.has("startTime") && !isSuspended(object)) {
            status.put("startTime", Timestamps.seconds(plane.now()));
          }
          add(status, "succeeded", succeeded);
          add(status, "failed", failed);
          ReplicaSetController.putOrRemove(status, "active", active.size());
          status.put("ready", (int) active.stream().filter(Pod::isReady).count());
          status.put("terminating", (int) pods.stream().filter(pod -> pod.isTerminating()).count());
          status.putObject("uncountedTerminatedPods");
        });
  }

  private static void add(ObjectNode status, String field, long more) {
    if (more > 0) {
      status.put(field, status.path(field).asInt() + (int) more);
    }
  }

  private void advance(Key key, ObjectNode job, List<Pod> active, Work work) {
    JsonNode spec = job.path("spec");
    JsonNode status = job.path("status");
    int succeeded = status.path("succeeded").asInt();
    int wanted = spec.path("completions").asInt(1);
    Optional<Duration> left = untilDeadline(job);
    if (status.path("failed").asInt() > spec.path("backoffLimit").asInt(BACKOFF_LIMIT)) {
      fail(key, job, active, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
    } else if (left.filter(wait -> !wait.isPositive()).isPresent()) {
      fail(key, job, active, "DeadlineExceeded", "Job was active longer than specified deadline");
    } else if (succeeded >= wanted && active.isEmpty()) {
      finish(key, job);
    } else if (isSuspended(job)) {
      active.forEach(pod -> creation.delete(job, pod));
    } else {
      int parallel = Math.min(spec.path("parallelism").asInt(1), wanted - succeeded);
      for (int missing = parallel - active.size(); missing > 0; missing--) {
        create(job);
      }
      left.ifPresent(wait -> work.after(wait, key));
    }
  }

  private void create(ObjectNode job) {
    String name = new Meta(job).name() + "-" + GeneratedNames.suffix(random);
    ObjectNode pod = PodTemplate.of(job).instantiate(job, name);
    pod.withObjectProperty("metadata").put("generateName", new Meta(job).name() + "-");
    new Meta(pod).addFinalizer(TRACKING);
    creation.create(job, pod);
  }

  private void finish(Key key, ObjectNode job) {
    String text = "Reached expected number of succeeded pods";
    end(
        key,
        job,
        Condition.isTrue("SuccessCriteriaMet", "CompletionsReached", text),
        Condition.isTrue("Complete", "CompletionsReached", text));
    plane.events().normal(job, SOURCE, "Completed", "Job completed");
  }

  private void fail(Key key, ObjectNode job, List<Pod> active, String reason, String message) {
    active.forEach(pod -> creation.delete(job, pod));
    end(
        key,
        job,
        Condition.isTrue("FailureTarget", reason, message),
        Condition.isTrue("Failed", reason, message));
    plane.events().warning(job, SOURCE, reason, message);
  }

  private void end(Key key, ObjectNode job, Condition... conditions) {
    String now = Timestamps.seconds(plane.now());
    plane.change(
        key,
        new Meta(job).uid(),
        object -> {
          for (Condition condition : conditions) {
            new Conditions(object).put(condition, plane.now()).put("lastProbeTime", now);
          }
          ObjectNode status = object.withObjectProperty("status");
          status.remove("active");
          status.put("ready", 0);
          if (new Conditions(object).isTrue("Complete")) {
            status.put("completionTime", now);
          }
        });
  }

  private void expire(Key key, ObjectNode job, Work work) {
    JsonNode kept = job.path("spec").path("ttlSecondsAfterFinished");
    if (!kept.isNumber() || new Meta(job).isTerminating()) {
      return;
    }
    Conditions conditions = new Conditions(job);
    var over = conditions.since(conditions.isTrue("Complete") ? "Complete" : "Failed");
    Duration left = Duration.between(plane.now(), over.plusSeconds(kept.asLong()));
    if (left.isPositive()) {
      work.after(left, key);
    } else {
      plane.delete(key);
    }
  }

  private void release(Pod pod) {
    if (pod.meta().hasFinalizer(TRACKING)) {
      plane.change(
          ControlPlane.keyOf(pod), pod.uid(), object -> new Meta(object).removeFinalizer(TRACKING));
    }
  }

  private Optional<Duration> untilDeadline(ObjectNode job) {
    JsonNode deadline = job.path("spec").path("activeDeadlineSeconds");
    return Timestamps.read(job.path("status").path("startTime"))
        .filter(start -> deadline.isNumber())
        .map(start -> Duration.between(plane.now(), start.plusSeconds(deadline.asLong())));
  }

  private static boolean isSuspended(ObjectNode job) {
    return job.path("spec").path("suspend").asBoolean();
  }

  /** A pod whose grace is over counts as failed, whatever its containers said last. */
  private static boolean isOver(Pod pod) {
    return pod.isFinished()
        || (pod.isTerminating()
            && pod.json().path("metadata").path("deletionGracePeriodSeconds").asInt() == 0);
  }

  private static boolean isOver(ObjectNode job) {
    Conditions conditions = new Conditions(job);
    return conditions.isTrue("Complete") || conditions.isTrue("Failed");
  }
}
