package dev.binnacle.http.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.http.idempotency.IdempotencyKeys.Attempt.Answered;
import dev.binnacle.http.idempotency.IdempotencyKeys.Attempt.Claimed;
import dev.binnacle.identity.Caller;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import dev.binnacle.sandbox.PortRange;
import dev.binnacle.sandbox.StateStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The keys in a real PostgreSQL. */
class IdempotencyKeysTest {

  private static final PortRange PORTS = new PortRange(24000, 24049);
  private static final Caller MARIA =
      new Caller("maria", "issuer", Caller.Kind.OIDC, Set.of(), "", "");
  private static final KeptAnswer CREATED =
      new KeptAnswer(201, Map.of("Location", "/x"), "{}".getBytes(StandardCharsets.UTF_8));

  @TempDir static Path directory;

  private static StateStore store;
  private static IdempotencyKeys keys;

  private final String key = UUID.randomUUID().toString();

  @BeforeAll
  static void start() throws IOException {
    // PostgreSQL's user has to pass through it.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    store = StateStore.start(directory, PORTS);
    Flyway.configure()
        .dataSource(store.url(), store.user(), store.password())
        .locations("classpath:sql")
        .load()
        .migrate();
    var source = new PGSimpleDataSource();
    source.setUrl(store.url());
    source.setUser(store.user());
    source.setPassword(store.password());
    keys = new IdempotencyKeys(source);
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  private Fingerprint request(String body) {
    return Fingerprint.of(MARIA, key, "POST", "/x?", body.getBytes(StandardCharsets.UTF_8));
  }

  private Claim claim() {
    return ((Claimed) keys.claim(request("a"), key, Duration.ZERO)).claim();
  }

  private static void sql(String text) {
    try (var connection = store.connect();
        var statement = connection.createStatement()) {
      statement.execute(text);
    } catch (SQLException refused) {
      throw new IllegalStateException(refused);
    }
  }

  private void assertRefused(String body, ProblemCode code) {
    assertThatThrownBy(() -> keys.claim(request(body), key, Duration.ZERO))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem().code()).isEqualTo(code));
  }

  @Test
  void theSameRequestGetsTheKeptAnswer() {
    keys.keep(claim(), CREATED);
    assertThat(keys.claim(request("a"), key, Duration.ZERO))
        .usingRecursiveComparison()
        .isEqualTo(new Answered(CREATED));
  }

  @Test
  void anotherRequestWithTheKeyIsRefusedWhetherAnsweredOrNot() {
    var claim = claim();
    assertRefused("b", ProblemCode.IDEMPOTENCY_KEY_REUSED);
    keys.keep(claim, CREATED);
    assertRefused("b", ProblemCode.IDEMPOTENCY_KEY_REUSED);
  }

  @Test
  void aRequestThatIsStillBeingAnsweredIsNotBegunAgain() {
    claim();
    assertRefused("a", ProblemCode.IDEMPOTENCY_KEY_IN_FLIGHT);
  }

  @Test
  void aReleasedKeyIsFree() {
    keys.release(claim());
    assertThat(claim()).isNotNull();
  }

  @Test
  void aLapsedClaimIsTakenOverAndItsOldHolderCanChangeNothing() {
    var old = claim();
    sql(
        "update idempotency_key set claimed_until = clock_timestamp() where hash = '%s'"
            .formatted(old.hash()));
    var current = claim();
    keys.keep(old, new KeptAnswer(202, Map.of(), new byte[0]));
    keys.release(old);
    assertRefused("a", ProblemCode.IDEMPOTENCY_KEY_IN_FLIGHT);
    keys.keep(current, CREATED);
    assertThat(keys.claim(request("a"), key, Duration.ZERO))
        .usingRecursiveComparison()
        .isEqualTo(new Answered(CREATED));
  }

  @Test
  void anExpiredKeyIsFreeForAnythingAndIsDeletedInTime() {
    var claim = claim();
    keys.keep(claim, CREATED);
    sql(
        "update idempotency_key set expires_at = clock_timestamp() where hash = '%s'"
            .formatted(claim.hash()));
    assertThat(keys.claim(request("b"), key, Duration.ZERO)).isInstanceOf(Claimed.class);
    sql(
        "update idempotency_key set expires_at = clock_timestamp() where hash = '%s'"
            .formatted(claim.hash()));
    assertThat(keys.deleteExpired()).isEqualTo(1);
  }

  @Test
  void ofManyAtOnceOneGetsTheKey() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<IdempotencyKeys.Attempt> attempt =
          () -> keys.claim(request("a"), key, Duration.ZERO);
      List<Future<IdempotencyKeys.Attempt>> attempts =
          threads.invokeAll(IntStream.range(0, 20).mapToObj(i -> attempt).toList());
      assertThat(attempts).filteredOn(IdempotencyKeysTest::succeeded).hasSize(1);
    }
  }

  private static boolean succeeded(Future<IdempotencyKeys.Attempt> attempt) {
    try {
      return attempt.get() instanceof Claimed;
    } catch (InterruptedException | ExecutionException refused) {
      return false;
    }
  }

  @Test
  void fingerprintsTellCallersKeysAndRequestsApart() {
    var one = request("a");
    assertThat(request("b").hash()).isEqualTo(one.hash());
    assertThat(request("b").requestHash()).isNotEqualTo(one.requestHash());
    var otto = new Caller("otto", "issuer", Caller.Kind.OIDC, Set.of(), "", "");
    assertThat(Fingerprint.of(otto, key, "POST", "/x?", new byte[0]).hash())
        .isNotEqualTo(one.hash());
    assertThat(Fingerprint.of(MARIA, key, "POST", "/y?", "a".getBytes(StandardCharsets.UTF_8)))
        .isNotEqualTo(one);
  }
}
