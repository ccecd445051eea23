package dev.binnacle.databases.redis;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.redis.ClusterView;
import dev.binnacle.platform.redis.NodeEntry;
import dev.binnacle.platform.redis.NodeFacts;
import dev.binnacle.platform.redis.NodeFacts.AppendOnlyFile;
import dev.binnacle.platform.redis.NodeFacts.Memory;
import dev.binnacle.platform.redis.NodeFacts.Persistence;
import dev.binnacle.platform.redis.NodeFacts.Replication;
import dev.binnacle.platform.redis.NodeReport;
import dev.binnacle.platform.redis.Slots;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A cluster as a test wants it: three masters a, b, c with the replicas d, e, f to begin with. */
final class GivenCluster {

  private static final int FIRST_PORT = 6001;

  private final Map<String, NodeEntry> nodes = new LinkedHashMap<>();
  private final Map<String, Slots> otherViews = new HashMap<>();
  private final Map<String, Boolean> links = new HashMap<>();
  private final Map<String, Long> limits = new HashMap<>();
  private final Map<String, Long> keys = new HashMap<>();
  private final Map<String, String> versions = new HashMap<>();
  private final List<String> silent = new ArrayList<>();

  private GivenCluster() {}

  static GivenCluster healthy() {
    var given = new GivenCluster();
    given.master("a", 1, slots(0, 5460));
    given.master("b", 2, slots(5461, 10_922));
    given.master("c", 3, slots(10_923, 16_383));
    given.replica("d", "a");
    given.replica("e", "b");
    given.replica("f", "c");
    return given;
  }

  /** A single node without slots. */
  static GivenCluster lone(String id) {
    return new GivenCluster().master(id, 0, Slots.NONE);
  }

  static Slots slots(int first, int last) {
    return Slots.of(IntStream.rangeClosed(first, last));
  }

  GivenCluster master(String id, long epoch, Slots slots) {
    return put(
        new NodeEntry(
            id,
            address(id),
            FIRST_PORT + 10_000,
            Set.of("master"),
            Optional.empty(),
            epoch,
            true,
            slots,
            Map.of(),
            Map.of()));
  }

  GivenCluster replica(String id, String master) {
    return put(
        new NodeEntry(
            id,
            address(id),
            FIRST_PORT + 10_000,
            Set.of("slave"),
            Optional.of(master),
            0,
            true,
            Slots.NONE,
            Map.of(),
            Map.of()));
  }

  GivenCluster migrating(String id, int slot, String to) {
    var node = nodes.get(id);
    return put(
        new NodeEntry(
            id,
            node.address(),
            node.busPort(),
            node.flags(),
            node.master(),
            node.epoch(),
            true,
            node.slots(),
            Map.of(slot, to),
            node.importing()));
  }

  GivenCluster importing(String id, int slot, String from) {
    var node = nodes.get(id);
    return put(
        new NodeEntry(
            id,
            node.address(),
            node.busPort(),
            node.flags(),
            node.master(),
            node.epoch(),
            true,
            node.slots(),
            node.migrating(),
            Map.of(slot, from)));
  }

  /** The node does not answer. */
  GivenCluster silent(String id) {
    silent.add(id);
    return this;
  }

  /** The replica does not hear its master. */
  GivenCluster unlinked(String id) {
    links.put(id, false);
    return this;
  }

  /** The node may use that many bytes, and uses 90 already. */
  GivenCluster limited(String id, long bytes) {
    limits.put(id, bytes);
    return this;
  }

  /** The node has that many keys. */
  GivenCluster holding(String id, long number) {
    keys.put(id, number);
    return this;
  }

  /** The node is of that version. */
  GivenCluster version(String id, String version) {
    versions.put(id, version);
    return this;
  }

  /** The node believes that the other one serves those slots. */
  GivenCluster believing(String id, Slots slotsOfFirst) {
    otherViews.put(id, slotsOfFirst);
    return this;
  }

  private GivenCluster put(NodeEntry node) {
    nodes.put(node.id(), node);
    return this;
  }

  private static Optional<Address> address(String id) {
    return Optional.of(new Address("10.0.0.1", FIRST_PORT + id.charAt(0) - 'a'));
  }

  static String name(String id) {
    return address(id).orElseThrow().toString();
  }

  RedisPicture picture() {
    return RedisPicture.of(seen(), Instant.parse("2026-11-23T03:00:00Z"));
  }

  /** What its nodes answer. */
  List<NodeSeen> seen() {
    return nodes.keySet().stream().map(this::seen).toList();
  }

  private NodeSeen seen(String id) {
    var where = nodes.get(id).address().orElseThrow();
    return silent.contains(id)
        ? NodeSeen.silent(
            where, Problem.of(ProblemCode.COMPONENT_UNAVAILABLE, "connection refused"))
        : NodeSeen.answering(where, new NodeReport(view(id), facts(id)));
  }

  private ClusterView view(String id) {
    var entries =
        nodes.values().stream()
            .map(node ->
                otherViews.containsKey(id) && node.id().equals("a")
                    ? new NodeEntry(
                        "a",
                        node.address(),
                        node.busPort(),
                        node.flags(),
                        node.master(),
                        node.epoch(),
                        true,
                        otherViews.get(id),
                        Map.of(),
                        Map.of())
                    : node)
            .toList();
    return new ClusterView(id, entries, true, 6);
  }

  private NodeFacts facts(String id) {
    return new NodeFacts(
        versions.getOrDefault(id, "7.0.15"),
        Duration.ofHours(1),
        1,
        0,
        keys.getOrDefault(id, 0L),
        new Memory(90, 90, 90, Optional.ofNullable(limits.get(id)), "noeviction", 1, 0, 0),
        new Persistence(
            false,
            0,
            false,
            Instant.EPOCH,
            true,
            new AppendOnlyFile(
                true, false, false, true, true, Optional.empty(), Optional.empty(), 0)),
        new Replication(links.getOrDefault(id, true), false, 100));
  }
}
