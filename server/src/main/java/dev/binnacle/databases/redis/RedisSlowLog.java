package dev.binnacle.databases.redis;

import dev.binnacle.platform.redis.RedisNode;
import dev.binnacle.platform.redis.SlowCommand;
import dev.binnacle.problems.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** The slow commands of all nodes of a cluster together. Thread-safe. */
@ApplicationScoped
public class RedisSlowLog {

  private static final int MOST_OF_A_NODE = 1000;
  private static final ExecutorService ASKING =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("redis-slow-log-", 0).factory());

  /** Newest first, and the same each time. */
  static final Comparator<Entry> ORDER =
      Comparator.comparing((Entry entry) -> entry.command().at())
          .reversed()
          .thenComparing(Entry::node)
          .thenComparing(Comparator.comparing((Entry entry) -> entry.command().id()).reversed());

  private final RedisDatabases databases;

  /** Required by CDI. */
  protected RedisSlowLog() {
    this(null);
  }

  /** The slow logs of those clusters. */
  @Inject
  public RedisSlowLog(RedisDatabases databases) {
    this.databases = databases;
  }

  /** A slow command, and the address of the node that ran it. */
  record Entry(String node, SlowCommand command) {}

  /**
   * Everything that the nodes that answer still know, newest first.
   *
   * @throws ProblemException when none of its nodes answers
   */
  List<Entry> of(String database) {
    var looks =
        databases.visible(database).members().stream()
            .filter(RedisMember::answers)
            .flatMap(member -> member.entry().address().stream())
            .map(address -> databases.node(database, address))
            .map(node -> CompletableFuture.supplyAsync(() -> entries(node), ASKING))
            .toList();
    return looks.stream().flatMap(CompletableFuture::join).sorted(ORDER).toList();
  }

  private static Stream<Entry> entries(RedisNode node) {
    try {
      return node.slowLog(MOST_OF_A_NODE).stream()
          .map(command -> new Entry(node.address().toString(), command));
    } catch (ProblemException goneMeanwhile) {
      return Stream.empty();
    }
  }
}
