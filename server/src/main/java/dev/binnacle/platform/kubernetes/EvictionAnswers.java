package dev.binnacle.platform.kubernetes;

import dev.binnacle.platform.kubernetes.EvictionAnswer.Accepted;
import dev.binnacle.platform.kubernetes.EvictionAnswer.BlockedByBudget;
import dev.binnacle.platform.kubernetes.EvictionAnswer.Forbidden;
import dev.binnacle.platform.kubernetes.EvictionAnswer.Gone;
import dev.binnacle.platform.kubernetes.EvictionAnswer.NamespaceTerminating;
import dev.binnacle.platform.kubernetes.EvictionAnswer.Refused;
import dev.binnacle.platform.kubernetes.EvictionAnswer.Replaced;
import dev.binnacle.platform.kubernetes.EvictionAnswer.SeveralBudgets;
import dev.binnacle.platform.kubernetes.EvictionAnswer.Throttled;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells the answers to an eviction apart (kubernetes pkg/registry/core/pod/storage/eviction.go).
 * Pure.
 */
final class EvictionAnswers {

  /** What policy/v1 calls the cause of a budget's refusal. */
  private static final String BUDGET_CAUSE = "DisruptionBudget";

  /** What core/v1 calls the cause of refusals in a namespace that is being deleted. */
  private static final String NAMESPACE_CAUSE = "NamespaceTerminating";

  /**
   * The refusal comes in one of two wordings, by where it is noticed (kubernetes staging apiserver
   * pkg/registry/rest/delete.go, BeforeDelete, and pkg/storage/interfaces.go, Preconditions.Check).
   */
  private static final Pattern OTHER_UID = Pattern.compile("UID in (the )?precondition");

  private static final Pattern BUDGET_NAME = Pattern.compile("disruption budget (\\S+) ");

  private EvictionAnswers() {}

  /** What the answer means. */
  static EvictionAnswer of(ApiReply reply) {
    var said = reply.said();
    int status = effectiveStatus(reply, said);
    var message = reply.message();
    if (status < 400) {
      return new Accepted();
    }
    return switch (status) {
      case 403 -> forbidden(said, message);
      case 404 -> new Gone();
      case 409 -> conflict(message);
      case 429 -> tooManyRequests(reply, said, message);
      default ->
          message.contains("more than one PodDisruptionBudget")
              ? new SeveralBudgets(message)
              : new Refused(status, message);
    };
  }

  private static EvictionAnswer conflict(String message) {
    return OTHER_UID.matcher(message).find() ? new Replaced(message) : new Refused(409, message);
  }

  /**
   * The refusal of a pod with several budgets is an object like any other to the handler, which may
   * deliver it under a status of success: what the object says counts.
   */
  private static int effectiveStatus(ApiReply reply, Optional<Status> said) {
    return said.filter(status -> "Failure".equals(status.getStatus()))
        .map(Status::getCode)
        .filter(code -> code >= 400)
        .orElse(reply.status());
  }

  private static EvictionAnswer tooManyRequests(
      ApiReply reply, Optional<Status> said, String message) {
    var retryAfter = reply.patience();
    var cause = causes(said).filter(it -> BUDGET_CAUSE.equals(it.getReason())).findFirst();
    if (cause.isEmpty()) {
      return new Throttled(message, retryAfter);
    }
    var detail = Optional.ofNullable(cause.get().getMessage());
    return new BlockedByBudget(
        detail.orElse(message), detail.flatMap(EvictionAnswers::budgetName), retryAfter);
  }

  private static EvictionAnswer forbidden(Optional<Status> said, String message) {
    if (causes(said).anyMatch(cause -> NAMESPACE_CAUSE.equals(cause.getReason()))) {
      return new NamespaceTerminating(message);
    }
    return Permission.missing(message)
        .<EvictionAnswer>map(missing -> new Forbidden(message, missing.verb(), missing.resource()))
        .orElseGet(() -> new Refused(403, message));
  }

  private static Optional<String> budgetName(String message) {
    var match = BUDGET_NAME.matcher(message);
    return match.find() ? Optional.of(match.group(1)) : Optional.empty();
  }

  private static Stream<StatusCause> causes(Optional<Status> said) {
    return said.map(Status::getDetails).map(details -> details.getCauses()).stream()
        .flatMap(List::stream);
  }
}
