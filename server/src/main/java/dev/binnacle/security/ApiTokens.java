package dev.binnacle.security;

import dev.binnacle.audit.AuditLog;
import dev.binnacle.identity.Caller;
import dev.binnacle.identity.Role;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.store.StoreTransaction;
import dev.binnacle.store.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * Changes API tokens. Every method is one transaction, with its audit entry inside; a refusal
 * changes nothing. Thread-safe.
 */
@ApplicationScoped
@StoreTransaction
public class ApiTokens {

  private final EntityManager entities;
  private final AuditLog audit;
  private final KnownTokens known;
  private final Transactions transactions;
  private final Clock clock;

  /** Required by CDI. */
  protected ApiTokens() {
    this(null, null, null, null, null);
  }

  /** Tokens in the state store. */
  @Inject
  public ApiTokens(
      EntityManager entities,
      AuditLog audit,
      KnownTokens known,
      Transactions transactions,
      Clock clock) {
    this.entities = entities;
    this.audit = audit;
    this.known = known;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Makes a token that stands for the caller.
   *
   * @throws dev.binnacle.problems.ProblemException when the caller lacks one of the roles, or the
   *     words or the expiry are not possible
   */
  public IssuedToken create(NewToken asked, Caller caller) {
    TokenWords.require(asked.name(), asked.description());
    requireGrantable(asked.roles(), caller);
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var until = TokenExpiry.from(asked.expiresIn(), asked.expiresAt(), now);
    var text = TokenText.random();
    var token = new ApiTokenEntity(text, TokenOwner.of(caller), asked.roles(), now, until);
    token.name = asked.name();
    token.description = asked.description();
    entities.persist(token);
    audit.record(
        TokenAudit.entry(caller, "createApiToken", token).changing(null, TokenAudit.of(token)));
    return new IssuedToken(token.toRecord(), text);
  }

  /**
   * Renames or describes a token; what is empty stays.
   *
   * @param precondition gets the version that is about to change, and throws to refuse
   * @throws dev.binnacle.problems.ProblemException when the caller can see no such token
   */
  public ApiToken update(
      UUID id,
      Optional<String> name,
      Optional<String> description,
      Caller caller,
      LongConsumer precondition) {
    var token = lock(id, caller);
    precondition.accept(token.version);
    TokenWords.require(name.orElse(token.name), description.orElse(token.description));
    var before = TokenAudit.of(token);
    token.name = name.orElse(token.name);
    token.description = description.orElse(token.description);
    var after = TokenAudit.of(token);
    if (!after.equals(before)) {
      audit.record(TokenAudit.entry(caller, "updateApiToken", token).changing(before, after));
      forgetAfterCommit(token);
    }
    return token.toRecord();
  }

  /**
   * Makes a token useless: on this replica at once, on others within {@link KnownTokens#KEPT}.
   *
   * @param precondition gets the version that is about to change, and throws to refuse
   * @throws dev.binnacle.problems.ProblemException when the caller can see no such token
   */
  public void revoke(UUID id, Caller caller, LongConsumer precondition) {
    var token = lock(id, caller);
    precondition.accept(token.version);
    token.revokedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
    token.revokedBy = caller.subject();
    audit.record(
        TokenAudit.entry(caller, "revokeApiToken", token).changing(TokenAudit.of(token), null));
    forgetAfterCommit(token);
  }

  private ApiTokenEntity lock(UUID id, Caller caller) {
    return Optional.ofNullable(
            entities.find(ApiTokenEntity.class, id, LockModeType.PESSIMISTIC_WRITE))
        .filter(token -> ApiTokenQueries.visible(token, caller))
        .orElseThrow(() -> unknown(id));
  }

  private void forgetAfterCommit(ApiTokenEntity token) {
    var prefix = token.prefix;
    transactions.afterCommit(() -> known.forget(prefix));
  }

  private static void requireGrantable(Set<Role> roles, Caller caller) {
    roles.stream()
        .sorted()
        .filter(role -> !caller.may(role))
        .findFirst()
        .ifPresent(role -> {
          throw Problem.of(
                  ProblemCode.ROLE_NOT_GRANTABLE,
                  "You cannot give the role " + role.word() + ": you do not have it.")
              .withErrors(List.of(Problem.Violation.at("/roles", role + " is not one of yours")))
              .withRemedy("Leave the role out, or ask somebody who has it.")
              .with("missingRole", role)
              .asException();
        });
  }

  /** The problem of a token that does not exist, or not for this caller. */
  static RuntimeException unknown(UUID id) {
    return Problem.of(ProblemCode.RESOURCE_NOT_FOUND, "There is no API token " + id + ".")
        .asException();
  }
}
