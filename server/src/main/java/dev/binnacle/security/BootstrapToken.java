package dev.binnacle.security;

import dev.binnacle.audit.AuditLog;
import dev.binnacle.identity.Caller;
import dev.binnacle.identity.Role;
import dev.binnacle.store.StoreTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token that the environment names: it lets the first caller in, before there is an OIDC issuer
 * or any other token. Thread-safe.
 */
@ApplicationScoped
public class BootstrapToken {

  private static final Logger LOG = LoggerFactory.getLogger(BootstrapToken.class);
  private static final String NAME = "bootstrap";

  /** How old the expiry may grow before a start renews it: starts would else fill the audit log. */
  private static final Duration RENEWED_AFTER = Duration.ofDays(1);

  /** Any number that no other advisory lock of this database uses. */
  private static final long LOCK = 0x626e635f626f6f74L;

  private final SecuritySettings settings;
  private final EntityManager entities;
  private final AuditLog audit;
  private final Clock clock;

  /** Required by CDI. */
  protected BootstrapToken() {
    this(null, null, null, null);
  }

  /** The token in the state store. */
  @Inject
  public BootstrapToken(
      SecuritySettings settings, EntityManager entities, AuditLog audit, Clock clock) {
    this.settings = settings;
    this.entities = entities;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Makes sure that the configured token exists and lives for another year; a revoked one stays
   * revoked. Does nothing when none is configured. Replicas that start at once take turns.
   *
   * @throws IllegalStateException when the configured text is no token, or its public part belongs
   *     to another token; the message does not repeat it
   */
  @StoreTransaction
  public void ensure() {
    settings.bootstrapToken().ifPresent(this::ensure);
  }

  private void ensure(String text) {
    var prefix =
        TokenText.prefix(text)
            .orElseThrow(() ->
                new IllegalStateException(
                    "BINNACLE_BOOTSTRAP_TOKEN is not an API token: it must be bnc_, eight of"
                        + " a-z and 2-7, an underscore, and 32 of 0-9, A-Z and a-z"));
    entities
        .createNativeQuery("select 1 from pg_advisory_xact_lock(:lock)", Integer.class)
        .setParameter("lock", LOCK)
        .getSingleResult();
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    find(prefix).ifPresentOrElse(token -> keep(token, text, now), () -> create(text, now));
  }

  private Optional<ApiTokenEntity> find(String prefix) {
    return entities
        .createQuery(
            "select t from ApiTokenEntity t where t.prefix = :prefix", ApiTokenEntity.class)
        .setParameter("prefix", prefix)
        .getResultStream()
        .findFirst();
  }

  private void create(String text, Instant now) {
    var token =
        new ApiTokenEntity(
            text,
            new TokenOwner(NAME, Caller.BINNACLE),
            Set.of(Role.ADMIN, Role.AUDITOR),
            now,
            now.plus(TokenExpiry.LONGEST));
    token.name = NAME;
    token.description = "Named by BINNACLE_BOOTSTRAP_TOKEN.";
    entities.persist(token);
    audit.record(
        TokenAudit.entry(Caller.system(""), "createBootstrapToken", token)
            .changing(null, TokenAudit.of(token)));
    LOG.info("Created the bootstrap token {}…", token.prefix);
  }

  private void keep(ApiTokenEntity token, String text, Instant now) {
    if (!token.toCredential().matches(text)) {
      throw new IllegalStateException(
          "BINNACLE_BOOTSTRAP_TOKEN begins like the API token "
              + token.id
              + " and is another one: choose other characters after bnc_");
    }
    if (token.revokedAt != null) {
      LOG.warn("The bootstrap token {}… was revoked at {}.", token.prefix, token.revokedAt);
      return;
    }
    var until = now.plus(TokenExpiry.LONGEST);
    if (token.expiresAt.isBefore(until.minus(RENEWED_AFTER))) {
      var before = TokenAudit.of(token);
      token.expiresAt = until;
      audit.record(
          TokenAudit.entry(Caller.system(""), "renewBootstrapToken", token)
              .changing(before, TokenAudit.of(token)));
    }
  }
}
