package dev.binnacle.databases.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.databases.mongodb.ResyncAdvice.Source;
import dev.binnacle.databases.mongodb.ResyncAdvice.Verdict;
import dev.binnacle.platform.mongodb.MemberState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResyncAdvisorTest {

  private static final Instant NOW = Instant.ofEpochSecond(GivenPicture.NOW);
  private static final Source AN_HOUR = source("a:1", Duration.ofHours(1));
  private static final Source TWO_HOURS = source("b:1", Duration.ofHours(2));

  @Test
  void whoLeadsOrFollowsNeedsNothing() {
    var given = GivenPicture.healthy();

    assertThat(advice(given, "a:1", AN_HOUR).verdict()).isEqualTo(Verdict.NOT_NEEDED);
    assertThat(advice(given, "c:1", AN_HOUR).verdict()).isEqualTo(Verdict.NOT_NEEDED);
  }

  @Test
  void whoIsLateCatchesUpWhileItsNextOperationIsThere() {
    var advice = advice(GivenPicture.healthy().late("c:1", 1800), "c:1", AN_HOUR);

    assertThat(advice.verdict()).isEqualTo(Verdict.CATCHES_UP);
    assertThat(advice.margin()).contains(Duration.ofMinutes(30));
  }

  @Test
  void whoIsAwayIsJudgedByWhatTheOthersRemember() {
    var away = GivenPicture.healthy().late("c:1", 1800).in("c:1", MemberState.DOWN);

    var advice = advice(away, "c:1", AN_HOUR);
    assertThat(advice.verdict()).isEqualTo(Verdict.CATCHES_UP);
    assertThat(advice.steps()).first().asString().startsWith("Start it again");
    assertThat(advice(away, "c:1", source("a:1", Duration.ofMinutes(29))).verdict())
        .isEqualTo(Verdict.NEEDED);
  }

  @Test
  void whatHasLeftEveryOplogIsCopiedWithinTheLongestWindow() {
    var late = GivenPicture.healthy().late("c:1", 7201).in("c:1", MemberState.RECOVERING);

    var advice = advice(late, "c:1", AN_HOUR, TWO_HOURS);

    assertThat(advice.verdict()).isEqualTo(Verdict.NEEDED);
    assertThat(advice.margin()).isEmpty();
    assertThat(advice.sources()).containsExactly(TWO_HOURS, AN_HOUR);
    assertThat(advice.steps()).hasSize(4);
    assertThat(advice.warnings())
        .anyMatch(warning -> warning.contains("less than PT2H"))
        .anyMatch(warning -> warning.contains("none of them can be spared"));
  }

  @Test
  void oneOplogThatReachesBackFarEnoughIsEnough() {
    var late = GivenPicture.healthy().late("c:1", 7199).in("c:1", MemberState.RECOVERING);

    assertThat(advice(late, "c:1", AN_HOUR, TWO_HOURS).verdict()).isEqualTo(Verdict.CATCHES_UP);
  }

  @Test
  void whoCopiesAlreadyIsLeftAlone() {
    assertThat(
            advice(GivenPicture.healthy().in("c:1", MemberState.STARTUP2), "c:1", AN_HOUR)
                .verdict())
        .isEqualTo(Verdict.COPYING);
  }

  @Test
  void whoIsLateOnPurposeNeedsNothing() {
    var given =
        GivenPicture.healthy()
            .late("c:1", 1800)
            .configured(configuration ->
                configuration.with(
                    "c:1", ", priority: 0, secondaryDelaySecs: {$numberLong: '1800'}"));

    assertThat(advice(given, "c:1", AN_HOUR).verdict()).isEqualTo(Verdict.NOT_NEEDED);
  }

  @Test
  void withoutAnotherOplogNobodyKnows() {
    assertThat(advice(GivenPicture.healthy().late("c:1", 1800), "c:1").verdict())
        .isEqualTo(Verdict.UNKNOWN);
  }

  private static Source source(String member, Duration window) {
    return new Source(member, NOW.minus(window), window);
  }

  private static ResyncAdvice advice(GivenPicture given, String member, Source... sources) {
    var picture = given.picture();
    return new ResyncAdvisor(
            picture, picture.member(member).orElseThrow(), List.of(sources), Optional.of(1000L))
        .advice();
  }
}
