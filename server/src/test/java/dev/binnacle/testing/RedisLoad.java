package dev.binnacle.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Clients that count: each has keys of its own, adds one to each in turn, and knows what it was
 * told. In the end no counter may be less than what was acknowledged, nor more than what was tried.
 */
public final class RedisLoad implements AutoCloseable {

  private final JedisCluster client;
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final List<Worker> workers;

  private RedisLoad(TestRedis redis, int clients, int keys) {
    client = redis.client();
    workers = IntStream.range(0, clients).mapToObj(number -> new Worker(number, keys)).toList();
    workers.forEach(Worker::begin);
    workers.forEach(worker -> worker.thread.start());
  }

  /** That many clients with that many keys each. */
  public static RedisLoad start(TestRedis redis, int clients, int keys) {
    return new RedisLoad(redis, clients, keys);
  }

  /** How many increments were acknowledged so far. */
  public long acknowledged() {
    return acknowledged.get();
  }

  /** How many were answered by an error that the client's own retries did not get over. */
  public long failed() {
    return failed.get();
  }

  /** Ends the load and gives the counters that are wrong, with what they are. */
  public Map<String, String> wrong() throws InterruptedException {
    running.set(false);
    for (var worker : workers) {
      worker.thread.join();
    }
    var wrong = new HashMap<String, String>();
    for (var worker : workers) {
      worker.sure.forEach((key, sure) -> {
        long unsure = worker.unsure.getOrDefault(key, 0L);
        var value = client.get(key);
        long is = value == null ? 0 : Long.parseLong(value);
        if (is < sure || is > sure + unsure) {
          wrong.put(key, "%d instead of %d to %d".formatted(is, sure, sure + unsure));
        }
      });
    }
    return wrong;
  }

  @Override
  public void close() {
    running.set(false);
    client.close();
  }

  private final class Worker implements Runnable {

    private final int number;
    private final int keys;
    private final Map<String, Long> sure = new HashMap<>();
    private final Map<String, Long> unsure = new HashMap<>();
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(this);

    Worker(int number, int keys) {
      this.number = number;
      this.keys = keys;
    }

    /** An earlier load may have left counters of the same names. */
    private void begin() {
      for (int key = 0; key < keys; key++) {
        client.set("counter:" + number + ":" + key, "0");
      }
    }

    @Override
    public void run() {
      for (long turn = 0; running.get(); turn++) {
        var key = "counter:" + number + ":" + turn % keys;
        try {
          client.incr(key);
          sure.merge(key, 1L, Long::sum);
          acknowledged.incrementAndGet();
        } catch (JedisException lost) {
          unsure.merge(key, 1L, Long::sum);
          sure.putIfAbsent(key, 0L);
          failed.incrementAndGet();
        }
      }
    }
  }
}
