package dev.binnacle.security;

import dev.binnacle.identity.Caller;
import dev.binnacle.identity.Role;
import dev.binnacle.store.StoreTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads API tokens. Thread-safe; every method is one short transaction. */
@ApplicationScoped
@StoreTransaction
public class ApiTokenQueries {

  private final EntityManager entities;
  private final Clock clock;

  /** Required by CDI. */
  protected ApiTokenQueries() {
    this(null, null);
  }

  /** Queries on the state store. */
  @Inject
  public ApiTokenQueries(EntityManager entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  /** A row's place in the total order of the list. */
  public record Position(Instant createdAt, UUID id) {}

  /** A token that the caller may see and that is not revoked. */
  public Optional<ApiToken> find(UUID id, Caller caller) {
    return Optional.ofNullable(entities.find(ApiTokenEntity.class, id))
        .filter(token -> visible(token, caller))
        .map(ApiTokenEntity::toRecord);
  }

  /**
   * At most {@code limit} tokens that the caller may see, neither revoked nor expired, newest
   * first.
   *
   * @param after the last row of the page before
   */
  public List<ApiToken> list(Caller caller, Optional<Position> after, int limit) {
    boolean all = seesAll(caller);
    var query =
        entities.createQuery(
            "select t from ApiTokenEntity t where t.revokedAt is null and t.expiresAt > :now"
                + (all ? "" : " and t.owner = :owner and t.ownerIssuer = :issuer")
                + (after.isPresent() ? " and (t.createdAt, t.id) < (:afterAt, :afterId)" : "")
                + " order by t.createdAt desc, t.id desc",
            ApiTokenEntity.class);
    query.setParameter("now", clock.instant());
    if (!all) {
      query.setParameter("owner", caller.subject()).setParameter("issuer", caller.issuer());
    }
    after.ifPresent(position ->
        query.setParameter("afterAt", position.createdAt()).setParameter("afterId", position.id()));
    return query.setMaxResults(limit).getResultStream().map(ApiTokenEntity::toRecord).toList();
  }

  /** The token with that public part, whatever its state. */
  Optional<TokenCredential> credential(String prefix) {
    return entities
        .createQuery(
            "select t from ApiTokenEntity t where t.prefix = :prefix", ApiTokenEntity.class)
        .setParameter("prefix", prefix)
        .getResultStream()
        .findFirst()
        .map(ApiTokenEntity::toCredential);
  }

  /** Whether the caller may see and change the token, and there is still something to change. */
  static boolean visible(ApiTokenEntity token, Caller caller) {
    return token.revokedAt == null
        && (seesAll(caller)
            || TokenOwner.of(caller).equals(new TokenOwner(token.owner, token.ownerIssuer)));
  }

  /** Whether the caller sees the tokens of everybody. */
  static boolean seesAll(Caller caller) {
    return caller.may(Role.ADMIN);
  }
}
