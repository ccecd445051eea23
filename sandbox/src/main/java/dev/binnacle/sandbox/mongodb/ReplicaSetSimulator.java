package dev.binnacle.sandbox.mongodb;

import dev.binnacle.sandbox.SandboxException;
import dev.binnacle.sandbox.mongodb.commands.Server;
import dev.binnacle.sandbox.mongodb.data.Catalog;
import dev.binnacle.sandbox.mongodb.data.RunningOperations;
import dev.binnacle.sandbox.mongodb.replication.Administration;
import dev.binnacle.sandbox.mongodb.replication.Configuration;
import dev.binnacle.sandbox.mongodb.replication.Life;
import dev.binnacle.sandbox.mongodb.replication.Member;
import dev.binnacle.sandbox.mongodb.replication.MemberConfiguration;
import dev.binnacle.sandbox.mongodb.replication.MemberState;
import dev.binnacle.sandbox.mongodb.replication.ReplicaSet;
import dev.binnacle.sandbox.mongodb.wire.Port;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.types.ObjectId;

/**
 * A MongoDB replica set in this JVM. Members have no data directories: what is not one of the
 * {@linkplain ReplicaSetSettings#collections() seeds} ends with the simulator. Thread-safe.
 */
public final class ReplicaSetSimulator implements AutoCloseable {
  private static final int ENTRIES_OF_HISTORY = 1500;
  private static final Duration FIRST_ELECTION = Duration.ofSeconds(30);

  private final ReplicaSetSettings settings;
  private final Faults faults = new Faults();
  private final RunningOperations operations = new RunningOperations();
  private final ReplicaSet set;
  private final Life life;
  private final Server server;
  private final Map<String, Running> servers = new LinkedHashMap<>();

  /** A server and its port; whether it was dead when last looked at. */
  private static final class Running {
    final Member member;
    final Port port;
    boolean dead;

    Running(Member member, Port port) {
      this.member = member;
      this.port = port;
    }
  }

  private ReplicaSetSimulator(ReplicaSetSettings settings) {
    this.settings = settings;
    InstantSource time = InstantSource.system();
    this.set = new ReplicaSet(faults, settings.pace(), time, settings.oplogBytes());
    this.life = new Life(set, settings.writeInterval());
    this.server =
        new Server(
            set,
            life,
            new Administration(set),
            new Catalog(settings.collections()),
            operations,
            settings.users(),
            faults,
            settings.pace());
  }

  /** Starts a set; it has a primary when this returns. */
  public static ReplicaSetSimulator start(ReplicaSetSettings settings) {
    ReplicaSetSimulator simulator = new ReplicaSetSimulator(settings);
    try {
      simulator.begin();
      return simulator;
    } catch (RuntimeException failed) {
      simulator.close();
      throw failed;
    }
  }

  private void begin() {
    List<Integer> ports = settings.listening().ports(settings.members());
    for (int i = 0; i < ports.size(); i++) {
      addServer(ports.get(i), settings.listening().knownPort(i, ports.get(i)));
    }
    List<String> hosts = List.copyOf(servers.keySet());
    Configuration configuration =
        new Configuration(
            settings.name(),
            1,
            0,
            new ObjectId(),
            IntStream.range(0, hosts.size())
                .mapToObj(id -> MemberConfiguration.of(id, hosts.get(id)))
                .toList(),
            new BsonDocument());
    set.initiate(configuration, this::writeHistory);
    faults.onChange(this::followFaults);
    life.begin();
    try {
      if (!set.await(FIRST_ELECTION, () -> set.primary().isPresent())) {
        throw new SandboxException("The simulated replica set elects nobody");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SandboxException("Interrupted while the simulated replica set starts", interrupted);
    }
  }

  /** Entries as they might have been written since the oplog began, evenly spread. */
  private void writeHistory() {
    List<String> namespaces =
        new ArrayList<>(settings.collections().stream().map(seed -> seed.namespace()).toList());
    namespaces.add("");
    Instant begin = set.now().minus(settings.history());
    Duration step = settings.history().dividedBy(ENTRIES_OF_HISTORY + 1L);
    for (int i = 0; i < ENTRIES_OF_HISTORY; i++) {
      String namespace = namespaces.get(i % namespaces.size());
      String kind = namespace.isEmpty() ? "n" : i % 3 == 0 ? "u" : "i";
      set.oplog()
          .append(
              0,
              begin.plus(step.multipliedBy(i)),
              kind,
              namespace,
              new BsonDocument("_id", new BsonInt32(i)));
    }
  }

  private String addServer(int port, int knownPort) {
    String host = "127.0.0.1:" + knownPort;
    Member member = set.addServer(host);
    var dispatcher = server.dispatcher(member);
    Port listening = new Port(port, settings.listening().security(), dispatcher::connection);
    synchronized (servers) {
      servers.put(host, new Running(member, listening));
    }
    listening.open();
    return host;
  }

  /** Starts one more server, which belongs to no set until a configuration names it. */
  public String addSpare() {
    int port = settings.listening().range().free(1).getFirst();
    return addServer(port, port);
  }

  private void followFaults() {
    synchronized (servers) {
      servers.forEach((host, running) -> {
        boolean dead = faults.dead(host);
        if (dead && !running.dead) {
          running.port.close();
        } else if (!dead && running.dead) {
          set.restart(running.member);
          running.port.open();
        }
        running.dead = dead;
      });
    }
  }

  /** What is wrong with the set; to be changed at any time. */
  public Faults faults() {
    return faults;
  }

  /** The operations that clients see running. */
  public RunningOperations operations() {
    return operations;
  }

  /** The addresses of all servers, spares among them. */
  public List<String> hosts() {
    synchronized (servers) {
      return List.copyOf(servers.keySet());
    }
  }

  /** The one that leads now. */
  public Optional<String> primary() {
    return set.look(() -> set.primary().map(Member::host));
  }

  /** What a server is now. */
  public MemberState state(String host) {
    synchronized (servers) {
      return set.look(servers.get(host).member::state);
    }
  }

  /** The configuration that the primary knows, as clients see it; empty without a primary. */
  public Optional<BsonDocument> configuration() {
    return set.look(() -> set.primary().flatMap(set::configuration));
  }

  /** The name of the set. */
  public String name() {
    return settings.name();
  }

  /** A connection string for a user, which is as good as a password. */
  public String uri(User user) {
    return "mongodb://%s:%s@%s/?replicaSet=%s&authSource=admin%s"
        .formatted(
            user.name(),
            user.password(),
            hosts().stream().limit(settings.members()).collect(Collectors.joining(",")),
            settings.name(),
            settings.listening().security().isPresent() ? "&tls=true" : "");
  }

  /** Ends all members. */
  @Override
  public void close() {
    life.close();
    synchronized (servers) {
      servers.values().forEach(running -> running.port.close());
    }
  }
}
