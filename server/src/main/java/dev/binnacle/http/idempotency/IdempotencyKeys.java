package dev.binnacle.http.idempotency;

import dev.binnacle.http.ProblemWithHeaders;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table of keys. Every statement is a transaction of its own, and all times are the state
 * store's. Thread-safe, on any number of replicas.
 */
@ApplicationScoped
public class IdempotencyKeys {

  private static final Logger LOG = LoggerFactory.getLogger(IdempotencyKeys.class);

  /** How long a claim holds beyond what the caller would wait anyway. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private static final Duration KEPT = Duration.ofHours(24);
  private static final Duration CLEANING_INTERVAL = Duration.ofMinutes(10);

  /** A row can only vanish between two statements when it is released or expires just then. */
  private static final int ATTEMPTS = 5;

  /** Takes a free key, an expired one, or one whose claim has lapsed: the last only as it was. */
  private static final String TAKE =
      """
      insert into idempotency_key as kept (hash, request_hash, claim, claimed_until, expires_at)
      values (?, ?, ?, clock_timestamp() + ? * interval '1 millisecond',
              clock_timestamp() + ? * interval '1 millisecond')
      on conflict (hash) do update
        set request_hash = excluded.request_hash, claim = excluded.claim,
            claimed_until = excluded.claimed_until, expires_at = excluded.expires_at,
            status = null, answer = null
        where kept.expires_at <= clock_timestamp()
           or (kept.status is null and kept.claimed_until <= clock_timestamp()
               and kept.request_hash = excluded.request_hash)
      """;

  private static final String LOOK =
      """
      select request_hash, status, answer,
             ceil(extract(epoch from claimed_until - clock_timestamp())) as wait
      from idempotency_key where hash = ?
      """;

  private static final String KEEP =
      "update idempotency_key set status = ?, answer = ? where hash = ? and claim = ?";

  private static final String RELEASE =
      "delete from idempotency_key where hash = ? and claim = ? and status is null";

  private static final String CLEAN =
      "delete from idempotency_key where expires_at <= clock_timestamp()";

  /** What became of the attempt to claim a key. */
  sealed interface Attempt {

    /** The key is the caller's: the request is to be answered now. */
    record Claimed(Claim claim) implements Attempt {}

    /** The request was answered before. */
    record Answered(KeptAnswer answer) implements Attempt {}
  }

  private final DataSource store;
  private final AtomicLong cleanedAt = new AtomicLong(System.nanoTime());

  /** Required by CDI. */
  protected IdempotencyKeys() {
    this(null);
  }

  /** The table in that store. */
  @Inject
  public IdempotencyKeys(DataSource store) {
    this.store = store;
  }

  /**
   * Claims the key for the request, or finds its answer.
   *
   * @param wait how long the caller would wait for the answer
   * @throws dev.binnacle.problems.ProblemException 422 when the key was used for another request,
   *     409 when the first request is still being answered
   * @throws IllegalStateException when the store does not answer
   */
  Attempt claim(Fingerprint request, String key, Duration wait) {
    clean();
    var claim = new Claim(UUID.randomUUID(), request.hash(), new AnswerCipher(key, request.hash()));
    try (var connection = store.getConnection()) {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (take(connection, request, claim, LEASE.plus(wait))) {
          return new Attempt.Claimed(claim);
        }
        var answer = look(connection, request, claim.cipher());
        if (answer.isPresent()) {
          return new Attempt.Answered(answer.get());
        }
      }
      throw inFlight(1);
    } catch (SQLException failed) {
      throw new IllegalStateException("the idempotency key cannot be claimed", failed);
    }
  }

  private static boolean take(
      Connection connection, Fingerprint request, Claim claim, Duration lease) throws SQLException {
    try (var statement = connection.prepareStatement(TAKE)) {
      statement.setString(1, request.hash());
      statement.setString(2, request.requestHash());
      statement.setObject(3, claim.id());
      statement.setLong(4, lease.toMillis());
      statement.setLong(5, KEPT.toMillis());
      return statement.executeUpdate() == 1;
    }
  }

  /** The answer of the row that is in the way; empty when it is gone again. */
  private static Optional<KeptAnswer> look(
      Connection connection, Fingerprint request, AnswerCipher cipher) throws SQLException {
    try (var statement = connection.prepareStatement(LOOK)) {
      statement.setString(1, request.hash());
      try (var rows = statement.executeQuery()) {
        if (!rows.next()) {
          return Optional.empty();
        }
        if (!rows.getString("request_hash").equals(request.requestHash())) {
          throw reused();
        }
        if (rows.getObject("status") == null) {
          throw inFlight(Math.max(1, rows.getLong("wait")));
        }
        return Optional.of(cipher.decrypt(rows.getBytes("answer")));
      }
    }
  }

  /**
   * Keeps the answer, unless the claim was lost meanwhile. A store that does not answer costs the
   * caller the repetition, not the answer.
   */
  void keep(Claim claim, KeptAnswer answer) {
    try (var connection = store.getConnection();
        var statement = connection.prepareStatement(KEEP)) {
      statement.setInt(1, answer.status());
      statement.setBytes(2, claim.cipher().encrypt(answer));
      statement.setString(3, claim.hash());
      statement.setObject(4, claim.id());
      if (statement.executeUpdate() == 0) {
        LOG.warn("an answer took longer than its idempotency claim and is not kept");
      }
    } catch (SQLException failed) {
      LOG.warn("an answer is not kept under its idempotency key: {}", failed.getMessage());
    }
  }

  /** Frees the key for another attempt; at the latest the end of the lease does. */
  void release(Claim claim) {
    try (var connection = store.getConnection();
        var statement = connection.prepareStatement(RELEASE)) {
      statement.setString(1, claim.hash());
      statement.setObject(2, claim.id());
      statement.executeUpdate();
    } catch (SQLException failed) {
      LOG.warn("an idempotency key stays claimed until its lease ends: {}", failed.getMessage());
    }
  }

  /** Deletes what has expired, now and then, aside of the request that notices the time. */
  private void clean() {
    long now = System.nanoTime();
    long last = cleanedAt.get();
    if (now - last >= CLEANING_INTERVAL.toNanos() && cleanedAt.compareAndSet(last, now)) {
      Thread.ofVirtual().name("idempotency-cleaning").start(this::deleteExpired);
    }
  }

  /** Deletes what has expired. Rows that other replicas are deleting are theirs. */
  int deleteExpired() {
    try (var connection = store.getConnection();
        var statement = connection.prepareStatement(CLEAN)) {
      return statement.executeUpdate();
    } catch (SQLException failed) {
      LOG.warn("expired idempotency keys stay for now: {}", failed.getMessage());
      return 0;
    }
  }

  private static RuntimeException reused() {
    return Problem.of(
            ProblemCode.IDEMPOTENCY_KEY_REUSED,
            "The key was used within the last 24 hours for another request.")
        .withRemedy("Use a new key for a new request.")
        .asException();
  }

  private static RuntimeException inFlight(long seconds) {
    // The lease is the longest that it can take; most answers come within a moment.
    var problem =
        Problem.of(
                ProblemCode.IDEMPOTENCY_KEY_IN_FLIGHT,
                "The first request with this Idempotency-Key is still being answered.")
            .withRemedy(
                "Repeat after a second with the same key. Should the first have died, the key is"
                    + " free in %d s.".formatted(seconds));
    return new ProblemWithHeaders(problem, Map.of("Retry-After", "1"));
  }
}
