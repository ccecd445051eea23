package dev.binnacle.databases.mongodb;

import dev.binnacle.platform.mongodb.GivenConfiguration;
import dev.binnacle.platform.mongodb.MemberState;
import dev.binnacle.platform.mongodb.MemberStatus;
import dev.binnacle.platform.mongodb.OpTime;
import dev.binnacle.platform.mongodb.ReplicaSetStatus;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Pictures of a set of three, "a" leading, made as tests need them. */
final class GivenPicture {

  static final int NOW = 1_790_000_000;

  private final List<MemberStatus> members = new ArrayList<>();
  private final List<String> silent = new ArrayList<>();
  private final List<String> claiming = new ArrayList<>();
  private final List<String> cutOff = new ArrayList<>();
  private Optional<GivenConfiguration> configuration = Optional.of(new GivenConfiguration());

  private GivenPicture() {}

  /** All is well. */
  static GivenPicture healthy() {
    var given = new GivenPicture();
    given.members.add(status(0, "a:1", MemberState.PRIMARY));
    given.members.add(status(1, "b:1", MemberState.SECONDARY));
    given.members.add(status(2, "c:1", MemberState.SECONDARY));
    return given;
  }

  private static MemberStatus status(int id, String name, MemberState state) {
    return new MemberStatus(
        id,
        name,
        state,
        true,
        Duration.ofHours(1),
        Optional.of(new OpTime(NOW, 1, 4)),
        Optional.of(Instant.ofEpochSecond(NOW)),
        state == MemberState.SECONDARY ? Optional.of("a:1") : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        1,
        Optional.empty());
  }

  private GivenPicture changing(String name, UnaryOperator<MemberStatus> change) {
    members.replaceAll(member -> member.name().equals(name) ? change.apply(member) : member);
    return this;
  }

  GivenPicture in(String name, MemberState state) {
    return changing(name, member -> changed(member, state));
  }

  private static MemberStatus changed(MemberStatus member, MemberState state) {
    return new MemberStatus(
        member.id(),
        member.name(),
        state,
        state != MemberState.DOWN,
        member.uptime(),
        state == MemberState.DOWN ? Optional.empty() : member.applied(),
        member.appliedAt(),
        member.syncSource(),
        member.lastHeartbeat(),
        member.electedAt(),
        member.configurationVersion(),
        member.message());
  }

  GivenPicture late(String name, int seconds) {
    return changing(
        name,
        member ->
            new MemberStatus(
                member.id(),
                name,
                member.state(),
                member.healthy(),
                member.uptime(),
                Optional.of(new OpTime(NOW - seconds, 1, 4)),
                Optional.of(Instant.ofEpochSecond(NOW - seconds)),
                member.syncSource(),
                member.lastHeartbeat(),
                member.electedAt(),
                member.configurationVersion(),
                member.message()));
  }

  GivenPicture silent(String name) {
    silent.add(name);
    return this;
  }

  /** The member says that it leads, too. */
  GivenPicture claiming(String name) {
    claiming.add(name);
    return this;
  }

  /** The others do not reach the member, which answers all the same. */
  GivenPicture cutOff(String name) {
    cutOff.add(name);
    return this;
  }

  GivenPicture configured(UnaryOperator<GivenConfiguration> change) {
    configuration = configuration.map(change);
    return this;
  }

  GivenPicture withoutConfiguration() {
    configuration = Optional.empty();
    return this;
  }

  ReplicaSetPicture picture() {
    var views = new LinkedHashMap<String, ReplicaSetStatus>();
    var problems = new LinkedHashMap<String, Problem>();
    for (var member : members) {
      if (silent.contains(member.name()) || !member.healthy()) {
        problems.put(
            member.name(),
            Problem.of(ProblemCode.COMPONENT_UNAVAILABLE, member.name() + " is away."));
      } else {
        views.put(member.name(), view(member.name()));
      }
    }
    return new ReplicaSetPicture(
        views,
        problems,
        Map.of(),
        configuration.map(GivenConfiguration::made),
        Instant.ofEpochSecond(NOW));
  }

  private ReplicaSetStatus view(String self) {
    var seen =
        members.stream()
            .map(member ->
                member.name().equals(self) && claiming.contains(self)
                    ? status(member.id(), self, MemberState.PRIMARY)
                    : member)
            .map(member ->
                !member.name().equals(self) && cutOff.contains(member.name())
                    ? changed(member, MemberState.DOWN)
                    : member)
            .toList();
    return new ReplicaSetStatus("rs0", self, 4, 2, seen, Optional.empty());
  }
}
