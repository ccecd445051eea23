package dev.binnacle.databases.redis;

import dev.binnacle.platform.Address;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.redis.NodeEntry;
import dev.binnacle.platform.redis.RedisNodes;
import dev.binnacle.problems.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Looks at Redis Clusters: asks the described nodes, and at the same moment every node that an
 * answer names. A silent node costs its time limit once, however many there are. Thread-safe.
 */
@ApplicationScoped
public class RedisPictures {

  private static final ExecutorService ASKING =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("redis-look-", 0).factory());

  private final RedisNodes nodes;
  private final Clock clock;

  /** Required by CDI. */
  protected RedisPictures() {
    this(null, null);
  }

  /** Looks at those nodes. */
  @Inject
  public RedisPictures(RedisNodes nodes, Clock clock) {
    this.nodes = nodes;
    this.clock = clock;
  }

  /** Looks now. Never throws: what could not be seen is told in the picture. */
  public RedisPicture take(Database.Redis database) {
    return take(database, false);
  }

  /** The same while nodes are expected to be away now and then. */
  public RedisPicture takeExpectingAbsence(Database.Redis database) {
    return take(database, true);
  }

  private RedisPicture take(Database.Redis database, boolean absenceExpected) {
    var observedAt = clock.instant();
    var look = new Look(database, absenceExpected, new ConcurrentHashMap<>());
    look.everywhere(database.endpoints()).join();
    return RedisPicture.of(
        look.seen().values().stream()
            .map(CompletableFuture::join)
            .sorted(Comparator.comparing(node -> node.address().toString()))
            .toList(),
        observedAt);
  }

  /** One look in progress. */
  private final class Look {

    private final Database.Redis database;
    private final boolean absenceExpected;
    private final Map<Address, CompletableFuture<NodeSeen>> seen;

    Look(
        Database.Redis database,
        boolean absenceExpected,
        Map<Address, CompletableFuture<NodeSeen>> seen) {
      this.database = database;
      this.absenceExpected = absenceExpected;
      this.seen = seen;
    }

    Map<Address, CompletableFuture<NodeSeen>> seen() {
      return seen;
    }

    CompletableFuture<Void> everywhere(List<Address> addresses) {
      return CompletableFuture.allOf(
          addresses.stream().map(this::at).toArray(CompletableFuture[]::new));
    }

    /** Complete once this node has answered and every new one that it names, too. */
    private CompletableFuture<Void> at(Address address) {
      var mine = new CompletableFuture<NodeSeen>();
      if (seen.putIfAbsent(address, mine) != null) {
        return CompletableFuture.completedFuture(null);
      }
      return CompletableFuture.supplyAsync(() -> ask(address), ASKING)
          .thenCompose(answer -> {
            mine.complete(answer);
            return everywhere(named(answer));
          });
    }

    private NodeSeen ask(Address address) {
      var node = nodes.of(database, address);
      try {
        return NodeSeen.answering(
            address, (absenceExpected ? node.expectingAbsence() : node).report());
      } catch (ProblemException silent) {
        return NodeSeen.silent(address, silent.problem());
      }
    }

    private static List<Address> named(NodeSeen answer) {
      return answer.report().stream()
          .flatMap(report -> report.view().nodes().stream())
          .filter(NodeEntry::joined)
          .flatMap(entry -> entry.address().stream())
          .toList();
    }
  }
}
