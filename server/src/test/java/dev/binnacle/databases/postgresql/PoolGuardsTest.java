package dev.binnacle.databases.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.binnacle.health.Verdict;
import dev.binnacle.operations.GuardResult.Outcome;
import dev.binnacle.platform.postgresql.ConnectionState;
import dev.binnacle.platform.postgresql.Connections;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Which pools a request means, and whether they may be paused. */
class PoolGuardsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static Answer<Connections> transactionOf(Duration age) {
    return Answer.of(
        new Connections(
            100,
            3,
            1,
            List.of(
                new Connections.Group(
                    ConnectionState.ACTIVE, 1, 0, Optional.of(age), Optional.of(age))),
            List.of()));
  }

  private static List<PoolTarget> all(SeenPooler... poolers) {
    return PoolChoice.pools(List.of(poolers), Optional.empty(), true);
  }

  private static void notFound(ThrowingCallable choice) {
    assertThatThrownBy(choice)
        .asInstanceOf(type(ProblemException.class))
        .extracting(refused -> refused.problem().code())
        .isEqualTo(ProblemCode.POOL_NOT_FOUND);
  }

  @Test
  void everyPoolIsMeantUnlessOneIsNamed() {
    var one = GivenPooler.serving("p1");
    var other = GivenPooler.paused("p2", 0);
    assertThat(all(one, other))
        .containsExactly(
            new PoolTarget("p1", GivenPooler.POOL, false),
            new PoolTarget("p2", GivenPooler.POOL, true));
    assertThat(PoolChoice.poolers("orders", List.of(one, other), Optional.of("p2")))
        .containsExactly(other);
  }

  @Test
  void whatIsNotThereIsSaid() {
    var pooler = List.of(GivenPooler.serving("p1"));
    notFound(() -> PoolChoice.poolers("orders", List.of(), Optional.empty()));
    notFound(() -> PoolChoice.poolers("orders", pooler, Optional.of("p9")));
    notFound(() -> PoolChoice.pools(pooler, Optional.of("nothing"), true));
  }

  @Test
  void whenNobodyAnswersTheReasonIsTold() {
    var silent = List.of(GivenPooler.silent("p1"));
    assertThatThrownBy(() -> PoolChoice.poolers("orders", silent, Optional.empty()))
        .asInstanceOf(type(ProblemException.class))
        .extracting(refused -> refused.problem().code())
        .isEqualTo(ProblemCode.COMPONENT_UNAVAILABLE);
  }

  @Test
  void aSilentPoolerBlocksBecauseItsClientsGoOn() {
    assertThat(PoolGuards.answer(List.of(GivenPooler.serving("p1"))).outcome())
        .isEqualTo(Outcome.PASS);
    var result = PoolGuards.answer(List.of(GivenPooler.serving("p1"), GivenPooler.silent("p2")));
    assertThat(result.outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(result.overridable()).isTrue();
  }

  @Test
  void aSilentPoolerKeepsNobodyElseFromGoingOn() {
    var poolers = List.of(GivenPooler.serving("p1"), GivenPooler.silent("p2"));
    assertThat(PoolGuards.answerToResume(poolers).outcome()).isEqualTo(Outcome.WARN);
    assertThat(PoolGuards.answerToResume(poolers.subList(0, 1)).outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void sessionPoolsDoNotComeToRest() {
    var sessions = GivenPooler.ofSessions("p1");
    assertThat(PoolGuards.sessions(List.of(sessions), all(sessions)).outcome())
        .isEqualTo(Outcome.BLOCK);
    var transactions = GivenPooler.serving("p1");
    assertThat(PoolGuards.sessions(List.of(transactions), all(transactions)).outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void aTransactionThatOutlastsThePatienceIsWarnedAbout() {
    assertThat(PoolGuards.transactions(transactionOf(Duration.ofSeconds(1)), PATIENCE).outcome())
        .isEqualTo(Outcome.PASS);
    assertThat(PoolGuards.transactions(transactionOf(Duration.ofSeconds(31)), PATIENCE).outcome())
        .isEqualTo(Outcome.WARN);
    var silent = Problem.of(ProblemCode.COMPONENT_TIMEOUT, "silent");
    assertThat(PoolGuards.transactions(Answer.failed(silent), PATIENCE).outcome())
        .isEqualTo(Outcome.NOT_AVAILABLE);
  }

  @Test
  void clientsThatGoOnShouldFindADatabase() {
    assertThat(PoolGuards.serves(GivenSnapshot.healthy().take()).outcome()).isEqualTo(Outcome.PASS);
    assertThat(PoolGuards.serves(GivenSnapshot.healthy().silentSql().take()).outcome())
        .isEqualTo(Outcome.WARN);
  }

  @Test
  void aPausedPoolDegradesTheDatabase() {
    assertThat(verdict(GivenPooler.serving("p1"))).isEqualTo(Verdict.HEALTHY);
    assertThat(verdict(GivenPooler.paused("p1", 2))).isEqualTo(Verdict.DEGRADED);
    assertThat(verdict(GivenPooler.silent("p1"))).isEqualTo(Verdict.DEGRADED);
  }

  private static Verdict verdict(SeenPooler pooler) {
    return PostgresqlHealth.of(GivenSnapshot.healthy().poolers(pooler).take()).verdict();
  }
}
