package dev.binnacle.operations;

import dev.binnacle.api.model.GuardOutcome;
import dev.binnacle.api.model.OperationEventType;
import dev.binnacle.api.model.OperationKind;
import dev.binnacle.api.model.OperationLinks;
import dev.binnacle.api.model.OperationPlan;
import dev.binnacle.api.model.OperationPlanDetail;
import dev.binnacle.api.model.OperationProgress;
import dev.binnacle.api.model.OperationResult;
import dev.binnacle.api.model.OperationStep;
import dev.binnacle.api.model.OperationSummary;
import dev.binnacle.api.model.OperationTarget;
import dev.binnacle.api.model.OperationTargetType;
import dev.binnacle.api.model.Principal;
import dev.binnacle.api.model.PrincipalKind;
import dev.binnacle.identity.Caller;
import dev.binnacle.store.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns the engine's records into the contract's shapes. */
final class OperationMapper {

  private OperationMapper() {}

  static dev.binnacle.api.model.Operation toApi(Operation operation) {
    var details = operation.details().orElseThrow();
    return new dev.binnacle.api.model.Operation()
        .id(operation.id())
        .kind(OperationKind.fromString(operation.kind()))
        .target(toApi(operation.target()))
        .state(toApi(operation.state()))
        .plan(
            toApi(
                operation.kind(),
                operation.target(),
                details.plan(),
                details.guards(),
                details.guards().stream().noneMatch(GuardResult::blocks)))
        .steps(details.steps().stream().map(OperationMapper::toApi).toList())
        .progress(progress(operation))
        .guards(toApi(details.guards()))
        .requestedBy(toApi(operation.requestedBy()))
        .approvedBy(operation.approvedBy().map(OperationMapper::toApi).orElse(null))
        .reason(operation.reason())
        .createdAt(toApi(operation.createdAt()))
        .scheduledAt(toApi(operation.scheduledAt()))
        .deadlineAt(toApi(operation.deadlineAt()))
        .startedAt(toApi(operation.startedAt()))
        .finishedAt(toApi(operation.finishedAt()))
        .error(details.error().map(OperationMapper::toApi).orElse(null))
        .result(details.result().map(text -> Json.read(text, OperationResult.class)).orElse(null))
        .links(links(operation));
  }

  static OperationSummary toSummary(Operation operation) {
    return new OperationSummary()
        .id(operation.id())
        .kind(OperationKind.fromString(operation.kind()))
        .target(toApi(operation.target()))
        .state(toApi(operation.state()))
        .progress(progress(operation))
        .requestedBy(toApi(operation.requestedBy()))
        .approvedBy(operation.approvedBy().map(OperationMapper::toApi).orElse(null))
        .reason(operation.reason())
        .createdAt(toApi(operation.createdAt()))
        .scheduledAt(toApi(operation.scheduledAt()))
        .startedAt(toApi(operation.startedAt()))
        .finishedAt(toApi(operation.finishedAt()))
        .links(links(operation));
  }

  static OperationPlan toApi(DryRun dryRun) {
    return toApi(
        dryRun.kind(), dryRun.target(), dryRun.plan(), dryRun.guards(), dryRun.startable());
  }

  static dev.binnacle.api.model.OperationEvent toApi(OperationEvent event) {
    return new dev.binnacle.api.model.OperationEvent()
        .sequence(event.sequence())
        .at(toApi(event.at()))
        .type(OperationEventType.fromString(event.type().name()))
        .state(event.state().map(OperationMapper::toApi).orElse(null))
        .step(event.step().orElse(null))
        .message(event.message())
        .detail(facts(event.detail()));
  }

  static OperationState fromApi(dev.binnacle.api.model.OperationState state) {
    return OperationState.valueOf(state.name());
  }

  private static OperationPlan toApi(
      String kind, Target target, Plan plan, List<GuardResult> guards, boolean startable) {
    return new OperationPlan()
        .kind(OperationKind.fromString(kind))
        .target(toApi(target))
        .summary(plan.summary())
        .steps(plan.steps().stream().map(OperationMapper::toApi).toList())
        .guards(toApi(guards))
        .undo(plan.undo())
        .warnings(plan.warnings())
        .estimatedDuration(plan.estimatedDuration().toString())
        .startable(startable)
        .detail(
            plan.detail()
                .map(detail -> Json.mapper().convertValue(detail, OperationPlanDetail.class))
                .orElse(null));
  }

  private static dev.binnacle.api.model.PlannedStep toApi(Plan.PlannedStep step) {
    return new dev.binnacle.api.model.PlannedStep()
        .name(step.name())
        .title(step.title())
        .description(step.description())
        .touches(step.touches())
        .safePoint(step.safePoint())
        .interruptible(step.interruptible());
  }

  private static OperationStep toApi(Operation.StepRecord step) {
    return new OperationStep()
        .position(step.position())
        .name(step.name())
        .title(step.title())
        .state(dev.binnacle.api.model.StepState.fromString(step.state().name()))
        .attempt(step.attempt())
        .startedAt(toApi(step.startedAt()))
        .finishedAt(toApi(step.finishedAt()))
        .message(step.message().orElse(null))
        .detail(facts(step.detail()));
  }

  private static List<dev.binnacle.api.model.GuardResult> toApi(List<GuardResult> guards) {
    return guards.stream()
        .map(guard ->
            new dev.binnacle.api.model.GuardResult()
                .name(guard.name())
                .outcome(GuardOutcome.fromString(guard.outcome().name()))
                .message(guard.message())
                .evidence(facts(guard.evidence()))
                .overridable(guard.overridable())
                .overridden(guard.overridden()))
        .toList();
  }

  private static List<dev.binnacle.api.model.Fact> facts(List<Fact> facts) {
    return facts.stream()
        .map(fact -> new dev.binnacle.api.model.Fact().name(fact.name()).value(fact.value()))
        .toList();
  }

  private static OperationTarget toApi(Target target) {
    return new OperationTarget()
        .type(OperationTargetType.fromString(target.type()))
        .cluster(target.cluster().isEmpty() ? null : target.cluster())
        .name(target.name())
        .site(target.site());
  }

  static dev.binnacle.api.model.OperationState toApi(OperationState state) {
    return dev.binnacle.api.model.OperationState.fromString(state.name());
  }

  private static OperationProgress progress(Operation operation) {
    int total = operation.progressTotal();
    return new OperationProgress()
        .done(operation.progressDone())
        .total(total)
        .percent(total == 0 ? 0 : 100 * operation.progressDone() / total);
  }

  private static Principal toApi(Operation.Requester requester) {
    return new Principal()
        .subject(requester.subject())
        .issuer(requester.kind() == Caller.Kind.OIDC ? requester.issuer() : null)
        .kind(PrincipalKind.fromString(requester.kind().name()));
  }

  private static dev.binnacle.api.model.Problem toApi(dev.binnacle.problems.Problem problem) {
    return Json.mapper().convertValue(problem.document(), dev.binnacle.api.model.Problem.class);
  }

  private static OffsetDateTime toApi(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static OffsetDateTime toApi(Optional<Instant> instant) {
    return instant.map(OperationMapper::toApi).orElse(null);
  }

  private static OperationLinks links(Operation operation) {
    String self = "/api/v1/operations/" + operation.id();
    var links =
        new OperationLinks().self(self).events(self + "/events").target(target(operation.target()));
    switch (operation.state()) {
      case AWAITING_APPROVAL ->
          links.approve(self + "/approve").reject(self + "/reject").cancel(self + "/cancel");
      case PENDING, SCHEDULED, CANCELLING -> links.cancel(self + "/cancel");
      case RUNNING -> links.cancel(self + "/cancel").pause(self + "/pause");
      case PAUSED -> links.resume(self + "/resume").cancel(self + "/cancel");
      case FAILED, TIMED_OUT -> {
        if (operation.startedAt().isPresent()) {
          links.retry(self + "/retry");
        }
      }
      case SUCCEEDED, CANCELLED, REJECTED -> {}
    }
    return links;
  }

  /** Resources are named as their type in lower-case plural, at most inside a cluster. */
  private static String target(Target target) {
    String resource = target.type().toLowerCase(Locale.ROOT) + "s/" + target.name();
    return target.cluster().isEmpty()
        ? "/api/v1/" + resource
        : "/api/v1/clusters/" + target.cluster() + "/" + resource;
  }
}
