package dev.binnacle.platform.patroni;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.platform.Address;
import dev.binnacle.platform.patroni.ClusterState.ScheduledSwitchover;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads the answers of Patroni 3 and 4. What is missing or of an unexpected type is empty; words
 * that are new survive as words. Pure.
 */
final class PatroniShapes {

  private static final long DEFAULT_MAXIMUM_LAG = 1 << 20;
  private static final long DEFAULT_LOOP_WAIT = 10;
  private static final long DEFAULT_TTL = 30;
  private static final int FIRST_TWO_PART_VERSION = 100_000;

  private PatroniShapes() {}

  /** The answer of {@code GET /cluster}. */
  static ClusterState cluster(JsonNode answer) {
    var members = new ArrayList<ClusterMember>();
    answer.path("members").forEach(node -> members.add(member(node)));
    members.sort(Comparator.comparing(ClusterMember::name));
    var scheduled = answer.path("scheduled_switchover");
    return new ClusterState(
        members,
        answer.path("pause").asBoolean(),
        scheduled.isObject() ? Optional.of(scheduled(scheduled)) : Optional.empty());
  }

  private static ClusterMember member(JsonNode node) {
    return new ClusterMember(
        node.path("name").asText(),
        MemberRole.of(node.path("role").asText()),
        MemberState.of(node.path("state").asText()),
        text(node, "api_url").flatMap(PatroniShapes::uri),
        text(node, "host")
            .map(host -> new Address(host, (int) number(node, "port").orElse(5432L).longValue())),
        number(node, "timeline"),
        number(node, "lag"),
        number(node, "receive_lag"),
        number(node, "replay_lag"),
        node.path("pending_restart").asBoolean(),
        tags(node.path("tags")));
  }

  private static ScheduledSwitchover scheduled(JsonNode node) {
    return new ScheduledSwitchover(
        text(node, "at").flatMap(PatroniShapes::instant), text(node, "from"), text(node, "to"));
  }

  /** The answer of {@code GET /patroni}. */
  static MemberStatus status(JsonNode answer) {
    return new MemberStatus(
        MemberRole.of(answer.path("role").asText()),
        MemberState.of(answer.path("state").asText()),
        number(answer, "timeline"),
        number(answer, "server_version").map(PatroniShapes::serverVersion),
        text(answer.path("patroni"), "version"),
        text(answer, "postmaster_start_time"),
        position(answer.path("xlog")),
        answer.path("pending_restart").asBoolean(),
        answer.path("pause").asBoolean(),
        answer.path("cluster_unlocked").asBoolean(),
        answer.path("failsafe_mode_is_active").asBoolean(),
        tags(answer.path("tags")));
  }

  /** A replica may have replayed more than it has received, from an archive. */
  private static Optional<Long> position(JsonNode xlog) {
    return Stream.of("location", "received_location", "replayed_location")
        .flatMap(place -> number(xlog, place).stream())
        .max(Comparator.naturalOrder());
  }

  /** The answer of {@code GET /history}, newest first. */
  static List<Promotion> history(JsonNode answer) {
    var promotions = new ArrayList<Promotion>();
    for (var line : answer) {
      promotions.add(
          new Promotion(
              line.path(0).asLong(),
              line.path(1).asLong(),
              line.path(2).asText(),
              text(line.path(3)).flatMap(PatroniShapes::instant),
              text(line.path(4))));
    }
    promotions.sort(Comparator.comparingLong(Promotion::timeline).reversed());
    return List.copyOf(promotions);
  }

  /** The answer of {@code GET /config}. */
  static ClusterSettings settings(JsonNode answer) {
    var synchronous = answer.path("synchronous_mode");
    boolean quorum = synchronous.asText().equalsIgnoreCase("quorum");
    return new ClusterSettings(
        number(answer, "maximum_lag_on_failover").orElse(DEFAULT_MAXIMUM_LAG),
        quorum || isOn(synchronous),
        quorum,
        Duration.ofSeconds(number(answer, "loop_wait").orElse(DEFAULT_LOOP_WAIT)),
        Duration.ofSeconds(number(answer, "ttl").orElse(DEFAULT_TTL)));
  }

  private static MemberTags tags(JsonNode tags) {
    return new MemberTags(
        isOn(tags.path("nofailover")),
        isOn(tags.path("noloadbalance")),
        isOn(tags.path("clonefrom")),
        isOn(tags.path("nosync")),
        number(tags, "failover_priority").map(Long::intValue));
  }

  /** Patroni takes YAML's spellings of a boolean, and hands them on as they were written. */
  static boolean isOn(JsonNode node) {
    return node.asBoolean() || node.asText().equalsIgnoreCase("on");
  }

  private static Optional<String> text(JsonNode node, String member) {
    return text(node.path(member));
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }

  /** A lag may be the text "unknown". */
  private static Optional<Long> number(JsonNode node, String member) {
    return Optional.of(node.path(member)).filter(JsonNode::isNumber).map(JsonNode::longValue);
  }

  private static Optional<Instant> instant(String text) {
    return attempt(text, written -> OffsetDateTime.parse(written).toInstant());
  }

  private static Optional<URI> uri(String text) {
    return attempt(text, URI::create);
  }

  private static <T> Optional<T> attempt(String text, Function<String, T> parse) {
    try {
      return Optional.of(parse.apply(text));
    } catch (DateTimeException | IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  /** 150018 is 15.18, 90624 is 9.6.24. */
  private static String serverVersion(long number) {
    return number >= FIRST_TWO_PART_VERSION
        ? number / 10_000 + "." + number % 10_000
        : number / 10_000 + "." + number / 100 % 100 + "." + number % 100;
  }
}
