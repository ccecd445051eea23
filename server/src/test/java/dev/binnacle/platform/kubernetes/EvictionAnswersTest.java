package dev.binnacle.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.platform.kubernetes.EvictionAnswer.Accepted;
import dev.binnacle.platform.kubernetes.EvictionAnswer.BlockedByBudget;
import dev.binnacle.platform.kubernetes.EvictionAnswer.Forbidden;
import dev.binnacle.platform.kubernetes.EvictionAnswer.Gone;
import dev.binnacle.platform.kubernetes.EvictionAnswer.NamespaceTerminating;
import dev.binnacle.platform.kubernetes.EvictionAnswer.Refused;
import dev.binnacle.platform.kubernetes.EvictionAnswer.Replaced;
import dev.binnacle.platform.kubernetes.EvictionAnswer.SeveralBudgets;
import dev.binnacle.platform.kubernetes.EvictionAnswer.Throttled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The answers to an eviction, in the words of kubernetes pkg/registry/core/pod/storage/eviction.go.
 */
class EvictionAnswersTest {

  private static final String VIOLATES =
      "Cannot evict pod as it would violate the pod's disruption budget.";
  private static final String NEEDS =
      "The disruption budget cart needs 2 healthy pods and has 2 currently";
  private static final String PROCESSED =
      "The disruption budget cart is still being processed by the server.";
  private static final String SEVERAL =
      "This pod has more than one PodDisruptionBudget, which the eviction subresource does not"
          + " support.";
  private static final String OTHER_UID =
      "Operation cannot be fulfilled on Pod \\\"cart-0\\\": Precondition failed: UID in precondition:"
          + " a, UID in object meta: b";
  private static final String RECREATED =
      "Operation cannot be fulfilled on pods \\\"cart-0\\\": the UID in the precondition (a) does not"
          + " match the UID in record (b). The object might have been deleted and then recreated";
  private static final String NOT_ALLOWED =
      "pods \\\"cart-0\\\" is forbidden: User \\\"binnacle\\\" cannot create resource"
          + " \\\"pods/eviction\\\" in API group \\\"\\\" in the namespace \\\"shop\\\"";
  private static final String TERMINATING =
      "pods \\\"cart-0\\\" is forbidden: unable to create new content in namespace shop because it is"
          + " being terminated";

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(201, success(), new Accepted()),
        Arguments.of(
            404, failure(404, "NotFound", "pods \\\"cart-0\\\" not found", ""), new Gone()),
        Arguments.of(409, failure(409, "Conflict", OTHER_UID, ""), new Replaced(plain(OTHER_UID))),
        Arguments.of(409, failure(409, "Conflict", RECREATED, ""), new Replaced(plain(RECREATED))),
        Arguments.of(
            409,
            failure(409, "Conflict", "the object has been modified", ""),
            new Refused(409, "the object has been modified")),
        Arguments.of(
            429,
            failure(429, "TooManyRequests", VIOLATES, budgetCause(NEEDS)),
            new BlockedByBudget(NEEDS, Optional.of("cart"), Optional.empty())),
        Arguments.of(
            429,
            failure(
                429,
                "TooManyRequests",
                VIOLATES,
                budgetCause(PROCESSED) + ",\"retryAfterSeconds\":10"),
            new BlockedByBudget(
                PROCESSED, Optional.of("cart"), Optional.of(Duration.ofSeconds(10)))),
        Arguments.of(
            429,
            "Too many requests, please try again later.\n",
            new Throttled("Too many requests, please try again later.", Optional.empty())),
        Arguments.of(500, failure(500, "", SEVERAL, ""), new SeveralBudgets(SEVERAL)),
        Arguments.of(201, failure(500, "", SEVERAL, ""), new SeveralBudgets(SEVERAL)),
        Arguments.of(
            403,
            failure(
                403,
                "Forbidden",
                TERMINATING,
                "\"causes\":[{\"reason\":\"NamespaceTerminating\",\"message\":\"x\"}]"),
            new NamespaceTerminating(plain(TERMINATING))),
        Arguments.of(
            403,
            failure(403, "Forbidden", NOT_ALLOWED, ""),
            new Forbidden(plain(NOT_ALLOWED), "create", "pods/eviction")),
        Arguments.of(
            403,
            failure(403, "Forbidden", "pdb disruptions allowed is negative", ""),
            new Refused(403, "pdb disruptions allowed is negative")),
        Arguments.of(500, "<html>oops</html>", new Refused(500, "oops")),
        Arguments.of(503, "", new Refused(503, "")));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void areToldApart(int status, String body, EvictionAnswer answer) {
    assertThat(EvictionAnswers.of(reply(status, Optional.empty(), body))).isEqualTo(answer);
  }

  @Test
  void theHeaderAdvisesWhenTheWordsDoNot() {
    assertThat(EvictionAnswers.of(reply(429, Optional.of("2"), "busy")))
        .isEqualTo(new Throttled("busy", Optional.of(Duration.ofSeconds(2))));
    assertThat(EvictionAnswers.of(reply(429, Optional.of("Mon, 23 Nov 2026"), "busy")))
        .isEqualTo(new Throttled("busy", Optional.empty()));
  }

  private static ApiReply reply(int status, Optional<String> retryAfter, String body) {
    return ApiReply.of(status, retryAfter, body.getBytes(StandardCharsets.UTF_8));
  }

  private static String success() {
    return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Success\",\"code\":201}";
  }

  private static String failure(int code, String reason, String message, String details) {
    return """
    {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"%s",\
    "reason":"%s","details":{%s},"code":%d}\
    """
        .formatted(message, reason, details, code);
  }

  private static String budgetCause(String message) {
    return "\"causes\":[{\"reason\":\"DisruptionBudget\",\"message\":\"" + message + "\"}]";
  }

  private static String plain(String escaped) {
    return escaped.replace("\\\"", "\"");
  }
}
