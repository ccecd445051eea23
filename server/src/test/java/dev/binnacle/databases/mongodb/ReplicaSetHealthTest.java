package dev.binnacle.databases.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.health.Reason;
import dev.binnacle.health.Verdict;
import dev.binnacle.platform.mongodb.MemberState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaSetHealthTest {

  @Test
  void aSetInOrderIsHealthy() {
    var picture = GivenPicture.healthy().picture();

    assertThat(ReplicaSetHealth.of(picture).verdict()).isEqualTo(Verdict.HEALTHY);
    assertThat(ReplicaSetHealth.of(picture).reasons()).isEmpty();
    assertThat(ReplicaSetHealth.members(picture))
        .extracting(ReplicaSetMember::name)
        .containsExactly("a:1", "b:1", "c:1");
    assertThat(ReplicaSetHealth.members(picture).get(1).lag()).contains(Duration.ZERO);
  }

  @Test
  void aSetWithoutPrimaryIsCritical() {
    var picture = GivenPicture.healthy().in("a:1", MemberState.SECONDARY);

    assertThat(verdict(picture)).isEqualTo(Verdict.CRITICAL);
    assertThat(codes(picture)).contains("NO_PRIMARY");
  }

  @Test
  void aDeadMemberCostsTheMajorityItsSafety() {
    var picture = GivenPicture.healthy().in("c:1", MemberState.DOWN);

    assertThat(verdict(picture)).isEqualTo(Verdict.DEGRADED);
    assertThat(codes(picture)).containsExactlyInAnyOrder("MAJORITY_AT_RISK", "MEMBER_DOWN");
  }

  @Test
  void twoDeadMembersOfThreeAreNoMajority() {
    var picture =
        GivenPicture.healthy()
            .in("a:1", MemberState.SECONDARY)
            .in("b:1", MemberState.DOWN)
            .in("c:1", MemberState.DOWN);

    assertThat(verdict(picture)).isEqualTo(Verdict.CRITICAL);
    assertThat(codes(picture)).contains("NO_PRIMARY", "NO_MAJORITY", "NO_ELECTABLE_SECONDARY");
  }

  @Test
  void aSecondaryThatIsLateIsTold() {
    var picture = GivenPicture.healthy().late("b:1", 40).picture();

    assertThat(ReplicaSetHealth.members(picture).get(1).lag()).contains(Duration.ofSeconds(40));
    assertThat(ReplicaSetHealth.of(picture).reasons())
        .extracting(Reason::code)
        .containsExactly("MEMBER_LAGS");
  }

  @Test
  void aMemberThatIsLateOnPurposeHasNoLag() {
    var picture =
        GivenPicture.healthy()
            .late("b:1", 3600)
            .configured(given ->
                given.with("b:1", ", priority: 0, secondaryDelaySecs: {$numberLong: '3600'}"))
            .picture();

    assertThat(ReplicaSetHealth.members(picture).get(1).lag()).isEmpty();
    assertThat(ReplicaSetHealth.of(picture).verdict()).isEqualTo(Verdict.HEALTHY);
  }

  @Test
  void twoWhoSayThatTheyLeadAreCritical() {
    var picture = GivenPicture.healthy().claiming("b:1");

    assertThat(verdict(picture)).isEqualTo(Verdict.CRITICAL);
    assertThat(codes(picture)).contains("SEVERAL_PRIMARIES");
  }

  @Test
  void aMemberThatOnlyBinnacleDoesNotReachIsToldAsSuch() {
    var picture = GivenPicture.healthy().silent("c:1");

    assertThat(codes(picture)).containsExactly("MEMBER_UNREACHABLE");
  }

  @Test
  void whoAnswersUsButNotThePrimaryGivesNoVote() {
    var picture = GivenPicture.healthy().cutOff("c:1");

    assertThat(codes(picture)).containsExactlyInAnyOrder("MEMBER_CUT_OFF", "MAJORITY_AT_RISK");
  }

  @Test
  void aMemberThatCannotGoOnIsToldWithTheRemedy() {
    var picture = GivenPicture.healthy().in("c:1", MemberState.RECOVERING).picture();

    assertThat(ReplicaSetHealth.of(picture).reasons())
        .filteredOn(reason -> reason.code().equals("MEMBER_NOT_SERVING"))
        .extracting(Reason::message)
        .first()
        .asString()
        .contains("empty its data directory");
  }

  @Test
  void nobodyWhoAnswersIsUnknown() {
    var picture = GivenPicture.healthy().silent("a:1").silent("b:1").silent("c:1");

    assertThat(verdict(picture)).isEqualTo(Verdict.UNKNOWN);
    assertThat(codes(picture)).containsOnly("MONGODB_UNREACHABLE");
  }

  private static Verdict verdict(GivenPicture given) {
    return ReplicaSetHealth.of(given.picture()).verdict();
  }

  private static List<String> codes(GivenPicture given) {
    return ReplicaSetHealth.of(given.picture()).reasons().stream().map(Reason::code).toList();
  }
}
