package dev.binnacle.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.audit.AuditEvent;
import dev.binnacle.audit.AuditLog;
import dev.binnacle.audit.AuditQueries;
import dev.binnacle.audit.AuditTables;
import dev.binnacle.audit.AuditVerification;
import dev.binnacle.http.Answers;
import dev.binnacle.http.EntityTags;
import dev.binnacle.identity.Caller;
import dev.binnacle.identity.Role;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import dev.binnacle.store.Transactions;
import dev.binnacle.testing.StoreWithoutServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens in a real PostgreSQL: made, found, changed, used, and the bootstrap token. */
class ApiTokenStoreTest {

  private static final LongConsumer ANY_VERSION = version -> {};

  @TempDir static Path directory;

  private static StoreWithoutServer store;
  private static Answers answers;

  private final List<Runnable> afterCommit = new ArrayList<>();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private final KnownTokens known = new KnownTokens(countedQueries(), nanos::get);
  private Instant now = Instant.parse("2026-11-23T02:52:27.123456Z");

  /** Stands still until a test moves it. */
  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public java.time.ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
          return this;
        }
      };

  private final ApiTokenVerifier verifier =
      new ApiTokenVerifier(
          known,
          new TokenUses(
              new TokenUseRecords(null) {
                @Override
                void write(UUID id, Instant minute) {
                  store.run(entities -> new TokenUseRecords(entities).write(id, minute));
                }
              },
              answers),
          clock);

  @BeforeAll
  static void start() {
    store =
        StoreWithoutServer.start(
            directory,
            Stream.of(AuditTables.entities(), new SecurityEntities().classes())
                .<Class<?>>flatMap(List::stream)
                .toList());
    answers = new Answers();
  }

  @AfterAll
  static void stop() {
    answers.threads().close();
    store.close();
  }

  @BeforeEach
  void empty() {
    store.sql("truncate api_token");
  }

  private ApiTokenQueries countedQueries() {
    return new ApiTokenQueries(null, null) {
      @Override
      Optional<TokenCredential> credential(String prefix) {
        reads.incrementAndGet();
        return store.call(entities -> new ApiTokenQueries(entities, clock).credential(prefix));
      }
    };
  }

  /** What the work on the tokens makes; what it left for after the commit is done after it. */
  private <T> T change(Function<ApiTokens, T> work) {
    var made =
        store.call(entities ->
            work.apply(
                new ApiTokens(
                    entities,
                    new AuditLog(entities, clock),
                    known,
                    new Transactions() {
                      @Override
                      public void afterCommit(Runnable later) {
                        afterCommit.add(later);
                      }
                    },
                    clock)));
    afterCommit.forEach(Runnable::run);
    afterCommit.clear();
    return made;
  }

  private IssuedToken create(Caller caller, String name, Role... roles) {
    return change(tokens ->
        tokens.create(
            new NewToken(name, "", Set.of(roles), Optional.empty(), Optional.empty()), caller));
  }

  private void revoke(UUID id, Caller caller, LongConsumer precondition) {
    change(tokens -> {
      tokens.revoke(id, caller, precondition);
      return true;
    });
  }

  private List<ApiToken> list(Caller caller) {
    return list(caller, Optional.empty(), 50);
  }

  private List<ApiToken> list(Caller caller, Optional<ApiTokenQueries.Position> after, int limit) {
    return store.call(entities -> new ApiTokenQueries(entities, clock).list(caller, after, limit));
  }

  private Optional<ApiToken> find(UUID id, Caller caller) {
    return store.call(entities -> new ApiTokenQueries(entities, clock).find(id, caller));
  }

  private Caller verify(String text) {
    return verifier.verify(text, "10.0.0.1", "request-9").orElseThrow();
  }

  private static ProblemCode refusal(Runnable work) {
    return catchThrowableOfType(ProblemException.class, work::run).problem().code();
  }

  /** The last appended first: the clocks of the tests are not one. */
  private static List<AuditEvent> audited() {
    return store
        .call(entities ->
            new AuditQueries(entities)
                .list(
                    new AuditQueries.Filter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("API_TOKEN"),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                    500))
        .stream()
        .sorted(Comparator.comparingLong(AuditEvent::sequence).reversed())
        .toList();
  }

  @Test
  void aNewTokenIsItsOwnersAndWorks() {
    var issued = create(Callers.OLAF, "nightly", Role.VIEWER);
    assertThat(find(issued.token().id(), Callers.OLAF)).contains(issued.token());
    assertThat(verify(issued.text()))
        .isEqualTo(
            new Caller(
                "olaf",
                "https://issuer",
                Caller.Kind.API_TOKEN,
                Set.of(Role.VIEWER),
                "10.0.0.1",
                "request-9",
                Optional.of("nightly")));
  }

  @Test
  void theSecretIsNowhereButInTheAnswer() throws Exception {
    var issued = create(Callers.OLAF, "nightly", Role.VIEWER);
    var secret = issued.text().substring(13);
    assertThat(issued.toString()).doesNotContain(secret);
    assertThat(audited().getFirst().toString())
        .doesNotContain(secret)
        .doesNotContain(TokenText.hash(issued.text()));
    var row =
        store.call(entities ->
            entities
                .createNativeQuery("select t::text from api_token t", String.class)
                .getSingleResult());
    assertThat(row.toString()).contains(TokenText.hash(issued.text())).doesNotContain(secret);
  }

  @Test
  void rolesAreASubsetOfTheCallers() {
    assertThat(refusal(() -> create(Callers.VERA, "mighty", Role.VIEWER, Role.OPERATOR)))
        .isEqualTo(ProblemCode.ROLE_NOT_GRANTABLE);
    assertThat(refusal(() -> create(Callers.OLAF, "mighty", Role.ADMIN)))
        .isEqualTo(ProblemCode.ROLE_NOT_GRANTABLE);
    assertThat(create(Callers.ADA, "mighty", Role.ADMIN, Role.OPERATOR, Role.VIEWER)).isNotNull();
    assertThat(list(Callers.VERA)).isEmpty();
  }

  @Test
  void aTokenGivesNoMoreThanItHasItself() {
    var viewer = verify(create(Callers.ADA, "small", Role.VIEWER).text());
    assertThat(refusal(() -> create(viewer, "mighty", Role.ADMIN)))
        .isEqualTo(ProblemCode.ROLE_NOT_GRANTABLE);
    var second = create(viewer, "second", Role.VIEWER);
    assertThat(second.token().owner()).isEqualTo(new TokenOwner("ada", "https://issuer"));
  }

  @Test
  void everybodySeesTheirOwnAndAnAdminAll() {
    var vera = create(Callers.VERA, "of vera", Role.VIEWER).token();
    var olaf = create(Callers.OLAF, "of olaf", Role.VIEWER).token();
    var namesake = Callers.person("vera", "https://other-issuer", Role.VIEWER);
    assertThat(list(Callers.VERA)).containsExactly(vera);
    assertThat(list(Callers.ADA)).containsExactlyInAnyOrder(vera, olaf);
    assertThat(list(namesake)).isEmpty();
    assertThat(find(olaf.id(), Callers.VERA)).isEmpty();
    assertThat(find(vera.id(), namesake)).isEmpty();
    assertThat(find(olaf.id(), Callers.ADA)).contains(olaf);
    assertThat(refusal(() -> revoke(olaf.id(), Callers.VERA, ANY_VERSION)))
        .isEqualTo(ProblemCode.RESOURCE_NOT_FOUND);
    revoke(olaf.id(), Callers.ADA, ANY_VERSION);
    assertThat(list(Callers.OLAF)).isEmpty();
  }

  @Test
  void pagesAreNewestFirstAndContinue() {
    for (int i = 0; i < 5; i++) {
      now = now.plusNanos(1000);
      create(Callers.VERA, "token " + i, Role.VIEWER);
    }
    create(Callers.VERA, "token at the same instant", Role.VIEWER);
    var all = list(Callers.VERA);
    assertThat(all)
        .hasSize(6)
        .isSortedAccordingTo((a, b) -> b.createdAt().compareTo(a.createdAt()));
    for (int i = 0; i < 5; i++) {
      var last = all.get(i);
      assertThat(
              list(
                  Callers.VERA,
                  Optional.of(new ApiTokenQueries.Position(last.createdAt(), last.id())),
                  1))
          .containsExactly(all.get(i + 1));
    }
  }

  @Test
  void revokedIsGoneAtOnceHereAndSoonElsewhere() {
    var issued = create(Callers.VERA, "leaked", Role.VIEWER);
    var elsewhere = new KnownTokens(countedQueries(), nanos::get);
    elsewhere.find(issued.token().prefix());
    verify(issued.text());
    revoke(issued.token().id(), Callers.VERA, ANY_VERSION);
    assertThat(refusal(() -> verify(issued.text()))).isEqualTo(ProblemCode.INVALID_TOKEN);
    assertThat(elsewhere.find(issued.token().prefix()).orElseThrow().revoked()).isFalse();
    nanos.addAndGet(KnownTokens.KEPT.toNanos());
    assertThat(elsewhere.find(issued.token().prefix()).orElseThrow().revoked()).isTrue();
    assertThat(find(issued.token().id(), Callers.VERA)).isEmpty();
    assertThat(refusal(() -> revoke(issued.token().id(), Callers.VERA, ANY_VERSION)))
        .isEqualTo(ProblemCode.RESOURCE_NOT_FOUND);
  }

  @Test
  void aBurstReadsTheStoreOnce() {
    var issued = create(Callers.VERA, "busy", Role.VIEWER);
    for (int i = 0; i < 100; i++) {
      verify(issued.text());
    }
    assertThat(reads).hasValue(1);
  }

  @Test
  void otherTextsAreRefusedOrLeftToOthers() {
    var issued = create(Callers.VERA, "real", Role.VIEWER);
    assertThat(verifier.verify("eyJhbGciOi.e30.c2ln", "", "")).isEmpty();
    for (var wrong :
        List.of(
            "bnc_",
            "bnc_garbage",
            issued.text() + "x",
            TokenText.random(),
            issued.token().prefix() + TokenText.random().substring(12))) {
      assertThat(refusal(() -> verify(wrong))).isEqualTo(ProblemCode.INVALID_TOKEN);
    }
  }

  @Test
  void expiredIsSaidOnlyToWhoHasTheSecret() {
    var issued = create(Callers.VERA, "old", Role.VIEWER);
    now = issued.token().expiresAt().minusNanos(1000);
    assertThat(verify(issued.text()).subject()).isEqualTo("vera");
    now = issued.token().expiresAt();
    assertThat(refusal(() -> verify(issued.text()))).isEqualTo(ProblemCode.TOKEN_EXPIRED);
    assertThat(refusal(() -> verify(issued.token().prefix() + TokenText.random().substring(12))))
        .isEqualTo(ProblemCode.INVALID_TOKEN);
    assertThat(list(Callers.VERA)).isEmpty();
  }

  @Test
  void useIsNotedOnceAMinuteAndLeavesTheVersion() throws Exception {
    var issued = create(Callers.VERA, "used", Role.VIEWER);
    verifier.verify(issued.text(), "", "");
    verifier.verify(issued.text(), "", "");
    awaitUse(issued.token().id(), Instant.parse("2026-11-23T02:52:00Z"));
    now = now.plus(Duration.ofMinutes(1));
    verifier.verify(issued.text(), "", "");
    awaitUse(issued.token().id(), Instant.parse("2026-11-23T02:53:00Z"));
    assertThat(find(issued.token().id(), Callers.VERA).orElseThrow().version())
        .isEqualTo(issued.token().version());
  }

  private void awaitUse(UUID id, Instant expected) throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      if (find(id, Callers.VERA).flatMap(ApiToken::lastUsedAt).equals(Optional.of(expected))) {
        return;
      }
      Thread.sleep(50);
    }
    assertThat(find(id, Callers.VERA).flatMap(ApiToken::lastUsedAt)).contains(expected);
  }

  @Test
  void changesNeedTheVersionAndTellIt() {
    var token = create(Callers.VERA, "nightly", Role.VIEWER).token();
    LongConsumer seen = version -> EntityTags.requireMatch(EntityTags.of(token.version()), version);
    var renamed =
        change(tokens ->
            tokens.update(token.id(), Optional.of("weekly"), Optional.empty(), Callers.VERA, seen));
    assertThat(renamed.name()).isEqualTo("weekly");
    assertThat(renamed.version()).isGreaterThan(token.version());
    assertThat(find(token.id(), Callers.VERA)).contains(renamed);
    assertThat(refusal(() -> revoke(token.id(), Callers.VERA, seen)))
        .isEqualTo(ProblemCode.ETAG_MISMATCH);
    assertThat(
            refusal(() ->
                revoke(
                    token.id(), Callers.VERA, version -> EntityTags.requireMatch(null, version))))
        .isEqualTo(ProblemCode.IF_MATCH_REQUIRED);
    assertThat(audited().getFirst().after())
        .hasValueSatisfying(a -> assertThat(a).contains("weekly"));
  }

  @Test
  void whatChangesNothingIsNoChange() {
    var token = create(Callers.VERA, "nightly", Role.VIEWER).token();
    int entries = audited().size();
    var same =
        change(tokens ->
            tokens.update(
                token.id(), Optional.of("nightly"), Optional.empty(), Callers.VERA, ANY_VERSION));
    assertThat(same).isEqualTo(token);
    assertThat(audited()).hasSize(entries);
  }

  @Test
  void everyChangeIsAudited() {
    var token = create(Callers.VERA, "nightly", Role.VIEWER).token();
    revoke(token.id(), Callers.ADA, ANY_VERSION);
    assertThat(audited().subList(0, 2))
        .extracting(AuditEvent::action)
        .containsExactly("revokeApiToken", "createApiToken");
    assertThat(audited().getFirst().actor().subject()).isEqualTo("ada");
    assertThat(audited().getFirst().resourceName()).isEqualTo(token.id().toString());
    var verdict =
        store.call(
            entities -> new AuditVerification(new AuditQueries(entities)).verify(Optional.empty()));
    assertThat(verdict.intact()).isTrue();
  }

  private void ensure(String text) {
    store.run(entities ->
        new BootstrapToken(
                new SecuritySettings() {
                  @Override
                  public Optional<String> bootstrapToken() {
                    return Optional.of(text);
                  }
                },
                entities,
                new AuditLog(entities, clock),
                clock)
            .ensure());
  }

  @Test
  void theBootstrapTokenIsMadeOnceByManyReplicas() {
    var text = TokenText.random();
    CompletableFuture.allOf(
            IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(() -> ensure(text), answers.threads()))
                .toArray(CompletableFuture[]::new))
        .join();
    assertThat(list(Callers.ADA)).hasSize(1);
    assertThat(verify(text))
        .isEqualTo(
            new Caller(
                "bootstrap",
                Caller.BINNACLE,
                Caller.Kind.API_TOKEN,
                Set.of(Role.ADMIN, Role.AUDITOR),
                "10.0.0.1",
                "request-9",
                Optional.of("bootstrap")));
  }

  @Test
  void aStartRenewsTheBootstrapTokenAlsoAfterItsExpiry() {
    var text = TokenText.random();
    ensure(text);
    int entries = audited().size();
    now = now.plus(Duration.ofHours(1));
    ensure(text);
    assertThat(audited()).as("not at every start").hasSize(entries);
    now = now.plus(Duration.ofDays(400));
    assertThat(refusal(() -> verify(text))).isEqualTo(ProblemCode.TOKEN_EXPIRED);
    ensure(text);
    nanos.addAndGet(KnownTokens.KEPT.toNanos());
    assertThat(verify(text).subject()).isEqualTo("bootstrap");
    assertThat(audited()).hasSize(entries + 1);
  }

  @Test
  void aRevokedBootstrapTokenStaysRevoked() {
    var text = TokenText.random();
    ensure(text);
    revoke(list(Callers.ADA).getFirst().id(), Callers.ADA, ANY_VERSION);
    ensure(text);
    assertThat(refusal(() -> verify(text))).isEqualTo(ProblemCode.INVALID_TOKEN);
    assertThat(list(Callers.ADA)).isEmpty();
  }

  @Test
  void wrongBootstrapTokensAreRefusedInPlainWords() {
    assertThatThrownBy(() -> ensure("admin"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("BINNACLE_BOOTSTRAP_TOKEN")
        .hasMessageNotContaining("admin");
    var text = TokenText.random();
    ensure(text);
    var other = text.substring(0, 12) + TokenText.random().substring(12);
    assertThatThrownBy(() -> ensure(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another one")
        .hasMessageNotContaining(other.substring(13));
  }
}
