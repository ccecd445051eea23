package dev.binnacle.audit;

import dev.binnacle.api.AuditApi;
import dev.binnacle.api.model.AuditOutcome;
import dev.binnacle.http.Answers;
import dev.binnacle.http.Cursors;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The audit log over HTTP. */
@ApplicationScoped
public class AuditResource implements AuditApi {

  private final AuditQueries queries;
  private final AuditVerification verification;
  private final Answers answers;

  /** Required by CDI. */
  protected AuditResource() {
    this(null, null, null);
  }

  /** A resource over its parts. */
  @Inject
  public AuditResource(AuditQueries queries, AuditVerification verification, Answers answers) {
    this.queries = queries;
    this.verification = verification;
    this.answers = answers;
  }

  @Override
  public CompletionStage<Response> getAuditEvent(UUID auditEventId) {
    return answers.of(() -> {
      var event =
          queries
              .find(auditEventId)
              .orElseThrow(() ->
                  Problem.of(
                          ProblemCode.RESOURCE_NOT_FOUND,
                          "There is no audit event " + auditEventId + ".")
                      .asException());
      return Response.ok(AuditMapper.event(event)).build();
    });
  }

  @Override
  public CompletionStage<Response> listAuditEvents(
      String actor,
      String action,
      String resourceType,
      String resourceName,
      List<AuditOutcome> outcome,
      OffsetDateTime since,
      OffsetDateTime until,
      Integer limit,
      String cursor) {
    var outcomes = outcome.stream().map(AuditMapper::outcome).distinct().sorted().toList();
    var scope =
        Arrays.asList(
            "auditEvents", actor, action, resourceType, resourceName, outcomes, since, until);
    return answers.of(() -> {
      var filter =
          new AuditQueries.Filter(
              Optional.ofNullable(actor),
              Optional.ofNullable(action),
              Optional.ofNullable(resourceType),
              Optional.ofNullable(resourceName),
              outcomes,
              Optional.ofNullable(since).map(OffsetDateTime::toInstant),
              Optional.ofNullable(until).map(OffsetDateTime::toInstant),
              Cursors.read(cursor, scope, AuditQueries.Position.class));
      var found = queries.list(filter, limit + 1);
      var page = found.stream().limit(limit).toList();
      var next =
          found.size() > limit
              ? Optional.of(Cursors.write(scope, position(page.getLast())))
              : Optional.<String>empty();
      return Response.ok(AuditMapper.page(page, next)).build();
    });
  }

  private static AuditQueries.Position position(AuditEvent event) {
    return new AuditQueries.Position(event.at(), event.sequence());
  }

  @Override
  public CompletionStage<Response> verifyAuditEvents(Long expectedSequence, String expectedHash) {
    var anchor = anchor(expectedSequence, expectedHash);
    return answers.of(
        () -> Response.ok(AuditMapper.verification(verification.verify(anchor))).build());
  }

  private static Optional<ChainLink> anchor(Long sequence, String hash) {
    if (sequence == null && hash == null) {
      return Optional.empty();
    }
    if (sequence == null || hash == null) {
      var missing = sequence == null ? "expectedSequence" : "expectedHash";
      throw Problem.of(
              ProblemCode.INVALID_PARAMETER,
              "An expected entry is given by its sequence and its hash; "
                  + missing
                  + " is missing.")
          .withErrors(List.of(Problem.Violation.of(missing, "is missing")))
          .withRemedy("Pass both or neither.")
          .asException();
    }
    return Optional.of(new ChainLink(sequence, hash));
  }
}
