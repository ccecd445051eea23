package dev.binnacle.platform.redis;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.redis.NodeFacts.AppendOnlyFile;
import dev.binnacle.platform.redis.NodeFacts.Memory;
import dev.binnacle.platform.redis.NodeFacts.Persistence;
import dev.binnacle.platform.redis.NodeFacts.Replication;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the answers of Redis 6 and later. The formats are those of the commands' reference pages:
 * redis.io/docs/latest/commands/cluster-nodes, cluster-info, info and slowlog-get. Pure.
 */
final class RedisShapes {

  private static final String TO = "->-";
  private static final String FROM = "-<-";
  private static final int FIRST_SLOT_WORD = 8;

  private RedisShapes() {}

  /** The view in the answers of {@code CLUSTER NODES} and {@code CLUSTER INFO}. */
  static ClusterView view(String nodes, String info) {
    var entries = nodes.lines().filter(line -> !line.isBlank()).map(RedisShapes::node).toList();
    var facts = pairs(info);
    return new ClusterView(
        entries.stream()
            .filter(node -> node.flags().contains("myself"))
            .findFirst()
            .orElseThrow()
            .id(),
        entries,
        "ok".equals(facts.get("cluster_state")),
        number(facts, "cluster_current_epoch"));
  }

  private static NodeEntry node(String line) {
    var words = line.strip().split(" ");
    var slots = new BitSet(Slots.ALL);
    var migrating = new HashMap<Integer, String>();
    var importing = new HashMap<Integer, String>();
    for (int i = FIRST_SLOT_WORD; i < words.length; i++) {
      var word = words[i];
      if (word.startsWith("[")) {
        open(word.substring(1, word.length() - 1), migrating, importing);
      } else {
        var ends = word.split("-");
        slots.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
      }
    }
    return new NodeEntry(
        words[0],
        address(words[1]),
        busPort(words[1]),
        Set.of(words[2].split(",")),
        Optional.of(words[3]).filter(id -> !id.equals("-")),
        Long.parseLong(words[6]),
        words[7].equals("connected"),
        Slots.of(slots),
        migrating,
        importing);
  }

  private static void open(
      String word, Map<Integer, String> migrating, Map<Integer, String> importing) {
    int to = word.indexOf(TO);
    int from = word.indexOf(FROM);
    if (to > 0) {
      migrating.put(Integer.valueOf(word.substring(0, to)), word.substring(to + TO.length()));
    } else if (from > 0) {
      importing.put(Integer.valueOf(word.substring(0, from)), word.substring(from + FROM.length()));
    }
  }

  /** {@code 10.0.0.1:6379@16379,host-1}; nothing before the colon when the address is unknown. */
  private static Optional<Address> address(String word) {
    var listener = word.split("[@,]")[0];
    int colon = listener.lastIndexOf(':');
    if (colon < 1) {
      return Optional.empty();
    }
    int port = Integer.parseInt(listener.substring(colon + 1));
    return port == 0
        ? Optional.empty()
        : Optional.of(new Address(listener.substring(0, colon), port));
  }

  private static int busPort(String word) {
    return Integer.parseInt(word.substring(word.indexOf('@') + 1).split(",")[0]);
  }

  /** The facts in the answer of {@code INFO}. */
  static NodeFacts facts(String info) {
    var facts = pairs(info);
    boolean leads = "master".equals(facts.get("role"));
    return new NodeFacts(
        facts.getOrDefault("redis_version", ""),
        Duration.ofSeconds(number(facts, "uptime_in_seconds")),
        (int) number(facts, "connected_clients"),
        number(facts, "instantaneous_ops_per_sec"),
        keys(facts.getOrDefault("db0", "")),
        memory(facts),
        persistence(facts),
        new Replication(
            leads || "up".equals(facts.get("master_link_status")),
            isSet(facts, "master_sync_in_progress"),
            leads ? number(facts, "master_repl_offset") : number(facts, "slave_repl_offset")));
  }

  private static Memory memory(Map<String, String> facts) {
    return new Memory(
        number(facts, "used_memory"),
        number(facts, "used_memory_rss"),
        number(facts, "used_memory_peak"),
        Optional.of(number(facts, "maxmemory")).filter(limit -> limit > 0),
        facts.getOrDefault("maxmemory_policy", ""),
        Double.parseDouble(facts.getOrDefault("mem_fragmentation_ratio", "0")),
        number(facts, "mem_fragmentation_bytes"),
        number(facts, "evicted_keys"));
  }

  private static Persistence persistence(Map<String, String> facts) {
    return new Persistence(
        isSet(facts, "loading"),
        number(facts, "rdb_changes_since_last_save"),
        isSet(facts, "rdb_bgsave_in_progress"),
        Instant.ofEpochSecond(number(facts, "rdb_last_save_time")),
        "ok".equals(facts.get("rdb_last_bgsave_status")),
        new AppendOnlyFile(
            isSet(facts, "aof_enabled"),
            isSet(facts, "aof_rewrite_in_progress"),
            isSet(facts, "aof_rewrite_scheduled"),
            "ok".equals(facts.get("aof_last_bgrewrite_status")),
            "ok".equals(facts.get("aof_last_write_status")),
            Optional.ofNullable(facts.get("aof_current_size")).map(Long::valueOf),
            Optional.ofNullable(facts.get("aof_base_size")).map(Long::valueOf),
            number(facts, "aof_rewrites")));
  }

  /** {@code keys=5,expires=0,avg_ttl=0}; a node without keys has no such line. */
  private static long keys(String database) {
    var first = database.split(",")[0];
    return first.startsWith("keys=") ? Long.parseLong(first.substring("keys=".length())) : 0;
  }

  /** The entries in the answer of {@code SLOWLOG GET}, newest first. */
  static List<SlowCommand> slowLog(Object answer) {
    var commands = new ArrayList<SlowCommand>();
    for (var item : (List<?>) answer) {
      var entry = (List<?>) item;
      commands.add(
          new SlowCommand(
              (Long) entry.get(0),
              Instant.ofEpochSecond((Long) entry.get(1)),
              Duration.of((Long) entry.get(2), ChronoUnit.MICROS),
              ((List<?>) entry.get(3)).stream().map(RedisShapes::text).toList(),
              entry.size() > 4 ? text(entry.get(4)) : "",
              entry.size() > 5 ? text(entry.get(5)) : ""));
    }
    return List.copyOf(commands);
  }

  /** A simple or a bulk string. What is not UTF-8 is shown as far as it goes. */
  static String text(Object answer) {
    return new String((byte[]) answer, StandardCharsets.UTF_8);
  }

  private static Map<String, String> pairs(String text) {
    var pairs = new HashMap<String, String>();
    text.lines()
        .forEach(line -> {
          int colon = line.indexOf(':');
          if (colon > 0) {
            pairs.put(line.substring(0, colon), line.substring(colon + 1).strip());
          }
        });
    return pairs;
  }

  private static boolean isSet(Map<String, String> facts, String name) {
    return "1".equals(facts.get(name));
  }

  private static long number(Map<String, String> facts, String name) {
    return Long.parseLong(facts.getOrDefault(name, "0"));
  }
}
