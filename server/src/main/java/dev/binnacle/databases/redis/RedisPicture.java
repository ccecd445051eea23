package dev.binnacle.databases.redis;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.redis.ClusterView;
import dev.binnacle.platform.redis.NodeEntry;
import dev.binnacle.platform.redis.NodeReport;
import dev.binnacle.platform.redis.SlotRange;
import dev.binnacle.platform.redis.Slots;
import dev.binnacle.problems.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A Redis Cluster as all its nodes together show it at one moment. Each node counts for what it
 * says of itself; of a silent one counts what the node with the highest epoch says.
 *
 * @param seen what every address that was asked has answered, strangers left out
 * @param strangers who answers at a described address without belonging to the cluster
 */
public record RedisPicture(
    List<NodeSeen> seen, Map<Address, ClusterView> strangers, Instant observedAt) {

  public RedisPicture {
    seen = List.copyOf(seen);
    strangers = Map.copyOf(strangers);
  }

  /** The picture that the answers of all addresses make. */
  static RedisPicture of(List<NodeSeen> asked, Instant observedAt) {
    var cluster =
        Acquaintance.cluster(asked.stream().flatMap(node -> node.view().stream()).toList());
    var seen = new ArrayList<NodeSeen>();
    var strangers = new HashMap<Address, ClusterView>();
    for (var node : asked) {
      node.view()
          .filter(view -> !cluster.contains(view.myself()))
          .ifPresentOrElse(view -> strangers.put(node.address(), view), () -> seen.add(node));
    }
    return new RedisPicture(seen, strangers, observedAt);
  }

  /** The views of the nodes that answered, by the id of the viewer. */
  Map<String, ClusterView> views() {
    var views = new LinkedHashMap<String, ClusterView>();
    reports().forEach(report -> views.putIfAbsent(report.view().myself(), report.view()));
    return views;
  }

  private List<NodeReport> reports() {
    return seen.stream().flatMap(node -> node.report().stream()).toList();
  }

  /** Addresses that gave no answer, and why. */
  Map<Address, Problem> silent() {
    var silent = new LinkedHashMap<Address, Problem>();
    seen.forEach(node -> node.problem().ifPresent(why -> silent.put(node.address(), why)));
    return silent;
  }

  /** Whether anybody answered. */
  public boolean anybody() {
    return !reports().isEmpty();
  }

  /** Every node that has joined the cluster, by name. */
  public List<RedisMember> members() {
    var members = new LinkedHashMap<String, RedisMember>();
    reports()
        .forEach(report -> {
          var own = report.view().own();
          members.putIfAbsent(
              own.id(), new RedisMember(own, Optional.of(report), Optional.empty()));
        });
    reference().stream()
        .flatMap(view -> view.nodes().stream())
        .filter(NodeEntry::joined)
        .forEach(entry ->
            members.computeIfAbsent(
                entry.id(), id -> new RedisMember(entry, Optional.empty(), silence(entry))));
    return members.values().stream().sorted(Comparator.comparing(RedisMember::name)).toList();
  }

  private Optional<String> silence(NodeEntry entry) {
    return Optional.of(
        entry.address().map(this::silenceAt).orElse("nobody knows where it listens"));
  }

  private String silenceAt(Address address) {
    return Optional.ofNullable(silent().get(address))
        .map(Problem::detail)
        .orElse("another node, which does not belong to the cluster, answers there");
  }

  /** The view of whoever has heard of the highest epoch, masters before replicas. */
  private Optional<ClusterView> reference() {
    return reports().stream()
        .map(NodeReport::view)
        .max(
            Comparator.comparingLong(ClusterView::currentEpoch)
                .thenComparing(view -> view.own().leads()));
  }

  /** The node that somebody means by its id or its address. */
  public Optional<RedisMember> member(String name) {
    return members().stream().filter(member -> member.isCalled(name)).findFirst();
  }

  /** The masters that serve slots. */
  List<RedisMember> servingMasters() {
    return members().stream().filter(RedisMember::serves).toList();
  }

  /** The replicas of a master. */
  List<RedisMember> replicasOf(String master) {
    return members().stream()
        .filter(member -> !member.entry().leads())
        .filter(member -> member.entry().master().filter(master::equals).isPresent())
        .toList();
  }

  /** The id of who serves each slot: of two that claim it, the one with the higher epoch. */
  public Map<Integer, String> owners() {
    var owners = new HashMap<Integer, String>();
    servingMasters().stream()
        .sorted(Comparator.comparingLong(member -> member.entry().epoch()))
        .forEach(member -> member.slots().numbers().forEach(slot -> owners.put(slot, member.id())));
    return owners;
  }

  /** The slots that nobody serves. */
  Slots uncovered() {
    var covered = Slots.of(owners().keySet().stream().mapToInt(Integer::intValue));
    return new Slots(List.of(new SlotRange(0, Slots.ALL - 1))).without(covered);
  }

  /** The slots that are in the middle of a move, by number. */
  public List<OpenSlot> openSlots() {
    var migrating = new TreeMap<Integer, Map<String, String>>();
    var importing = new TreeMap<Integer, Map<String, String>>();
    views()
        .forEach((id, view) -> {
          view.own().migrating().forEach((slot, to) -> put(migrating, slot, id, to));
          view.own().importing().forEach((slot, from) -> put(importing, slot, id, from));
        });
    var owners = owners();
    var slots = new TreeMap<Integer, OpenSlot>();
    var numbers = new ArrayList<>(migrating.keySet());
    numbers.addAll(importing.keySet());
    numbers.forEach(slot ->
        slots.put(
            slot,
            new OpenSlot(
                slot,
                Optional.ofNullable(owners.get(slot)),
                migrating.getOrDefault(slot, Map.of()),
                importing.getOrDefault(slot, Map.of()))));
    return List.copyOf(slots.values());
  }

  private static void put(
      Map<Integer, Map<String, String>> all, int slot, String node, String other) {
    all.computeIfAbsent(slot, number -> new HashMap<>()).put(node, other);
  }

  /** How each node that answered distributes the slots, in words that can be compared. */
  Map<String, String> distributions() {
    var distributions = new LinkedHashMap<String, String>();
    views().forEach((id, view) -> distributions.put(id, distribution(view)));
    return distributions;
  }

  private static String distribution(ClusterView view) {
    var slots = new TreeMap<String, String>();
    view.nodes().stream()
        .filter(node -> !node.slots().none())
        .forEach(node -> slots.put(node.id(), node.slots().toString()));
    return slots.toString();
  }

  /** What people call the node of that id. */
  String nameOf(String id) {
    return byId().getOrDefault(id, id);
  }

  private Map<String, String> byId() {
    var names = new HashMap<String, String>();
    members().forEach(member -> names.put(member.id(), member.name()));
    return names;
  }

  /** Every node, by id. */
  Map<String, RedisMember> membersById() {
    return members().stream().collect(Collectors.toMap(RedisMember::id, Function.identity()));
  }
}
