package dev.binnacle.sandbox;

import dev.binnacle.sandbox.kubernetes.KubernetesSimulator;
import dev.binnacle.sandbox.kubernetes.SimulatorSettings;
import dev.binnacle.sandbox.mongodb.Listening;
import dev.binnacle.sandbox.mongodb.Pace;
import dev.binnacle.sandbox.mongodb.ReplicaSetSettings;
import dev.binnacle.sandbox.mongodb.ReplicaSetSimulator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The program behind {@code make run}: starts the state store, the sandbox and the server, tells
 * where everything is, and ends all of it on Ctrl-C, SIGTERM or the death of the server.
 */
public final class Launcher {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int STARTERS_SECONDS = 60;
  private static final int CONTROL_PLANES = 3;
  private static final String PATRONI = "Patroni";
  private static final String KUBERNETES = "Kubernetes";
  private static final String REDIS = "Redis Cluster";
  private static final String MONGODB = "MongoDB";
  private static final int MONGODB_MEMBERS = 3;

  private final LauncherSettings settings;
  private final PrintStream out;
  private final RunningParts parts = new RunningParts(this::say);
  private final ExecutorService starters = Executors.newCachedThreadPool();

  Launcher(LauncherSettings settings, PrintStream out) {
    this.settings = settings;
    this.out = out;
  }

  /** Takes no arguments; what the environment can say is in {@link LauncherSettings}. */
  public static void main(String[] arguments) {
    try {
      System.exit(new Launcher(LauncherSettings.from(System.getenv()), System.out).run());
    } catch (SandboxException e) {
      System.out.println(e.getMessage());
      System.exit(FAILED);
    }
  }

  /** Runs until the server ends; the exit status tells whether something went wrong. */
  int run() {
    long begin = System.nanoTime();
    List<String> missing = Prerequisites.missing();
    if (!missing.isEmpty()) {
      missing.forEach(this::say);
      return FAILED;
    }
    try {
      Path state = StateDirectory.resolve(settings.project(), settings.state(), this::say);
      try (DirectoryLock alone = claim(state)) {
        return run(state, begin);
      }
    } catch (SandboxException e) {
      say(e.getMessage());
      return FAILED;
    }
  }

  private int run(Path state, long begin) {
    ServerProcess.endLeftover(state.resolve("server"));
    if (!PortRange.isFree(settings.httpPort())) {
      say(
          "Port %d is taken%s."
              .formatted(settings.httpPort(), Listeners.holder(settings.httpPort())));
      return FAILED;
    }
    Thread ending = new Thread(this::end, "ending");
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      ServerProcess server = start(state, begin);
      int status = server.onExit().join();
      return parts.isEnding() ? OK : serverEnded(server, status);
    } catch (SandboxException e) {
      if (!parts.isEnding()) {
        say(e.getMessage());
      }
      return FAILED;
    } finally {
      end();
    }
  }

  private ServerProcess start(Path state, long begin) {
    say(
        "Starting the state store, the sandbox and the server; their logs are below "
            + state
            + ".");
    String token = PrivateFile.readOrCreate(state.resolve("admin-token"), Secrets::apiToken);
    Future<StateStore> storeStart = starters.submit(() -> startStore(state));
    Future<PatroniCluster> patroniPreparation = starters.submit(() -> preparePatroni(state));
    Future<PatroniCluster> patroniStart =
        starters.submit(() -> startPatroni(patroniPreparation.get()));
    Future<RedisCluster> redisPreparation = starters.submit(() -> prepareRedis(state));
    Future<RedisCluster> redisStart = starters.submit(() -> startRedis(redisPreparation.get()));
    Future<KubernetesSimulator> kubernetesStart = starters.submit(() -> startKubernetes(state));
    Future<ReplicaSetSimulator> mongodbStart = starters.submit(() -> startMongodb(state));

    StateStore store = result(storeStart);
    Optional<KubernetesSimulator> kubernetes = attempt(KUBERNETES, kubernetesStart);
    Optional<ReplicaSetSimulator> mongodb = attempt(MONGODB, mongodbStart);
    Path platform = platformFile(state, patroniPreparation, kubernetes, redisPreparation, mongodb);
    ServerProcess server =
        parts.add(
            RunningParts.Part.SERVER,
            ServerProcess.launch(
                ServerSettings.of(
                        store, platform, token, settings.httpPort(), state.resolve("server"))
                    .withCommand(settings.serverCommand())));
    server.awaitReady(ServerProcess.USUAL_START);
    ComponentTable table = table(store, patroniStart, kubernetes, redisStart, mongodb);

    say("");
    say("Swagger UI   " + server.baseUrl().resolve("/docs"));
    say("Admin token  " + token);
    say("");
    table.lines().forEach(this::say);
    say("");
    say("ready in %.1f s".formatted(Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1e3));
    return server;
  }

  private StateStore startStore(Path state) {
    StateStore store =
        parts.add(
            RunningParts.Part.STATE_STORE,
            StateStore.start(state.resolve("store"), settings.storePorts()));
    tellCrash(store.daemon());
    return store;
  }

  private PatroniCluster preparePatroni(Path state) {
    return parts.add(
        RunningParts.Part.PATRONI,
        PatroniCluster.prepare(
            PatroniSettings.in(state.resolve("patroni"), settings.patroniPorts())));
  }

  private PatroniCluster startPatroni(PatroniCluster cluster) {
    cluster.start();
    cluster.onAnyExit(this::tellCrash);
    return cluster;
  }

  private RedisCluster prepareRedis(Path state) {
    return parts.add(
        RunningParts.Part.REDIS,
        RedisCluster.prepare(RedisSettings.in(state.resolve("redis"), settings.redisPorts())));
  }

  private RedisCluster startRedis(RedisCluster cluster) {
    cluster.start();
    cluster.onAnyExit(this::tellCrash);
    return cluster;
  }

  private KubernetesSimulator startKubernetes(Path state) {
    return parts.add(
        RunningParts.Part.KUBERNETES,
        KubernetesSimulator.start(
            SimulatorSettings.usual()
                .withPorts(settings.kubernetesPorts())
                .withSize(CONTROL_PLANES, settings.workers())
                .withState(state.resolve("kubernetes"))));
  }

  private ReplicaSetSimulator startMongodb(Path state) {
    List<Integer> ports =
        new RecordedPorts(state.resolve("mongodb-ports"))
            .readOrChoose(() -> settings.mongodbPorts().free(MONGODB_MEMBERS));
    return parts.add(
        RunningParts.Part.MONGODB,
        ReplicaSetSimulator.start(
            ReplicaSetSettings.usual(
                    Listening.in(settings.mongodbPorts()).on(ports), mongodbSecrets(state).users())
                .withPace(Pace.usual())));
  }

  private static MongodbSecrets mongodbSecrets(Path state) {
    return new MongodbSecrets(state.resolve("secrets"));
  }

  /** Without a component the server still runs, against the rest of the platform. */
  private Path platformFile(
      Path state,
      Future<PatroniCluster> patroni,
      Optional<KubernetesSimulator> kubernetes,
      Future<RedisCluster> redis,
      Optional<ReplicaSetSimulator> mongodb) {
    return PlatformFile.write(
        state.resolve("platform.yaml"),
        attempt(PATRONI, patroni).map(PlatformFile.PatroniDatabase::of).stream().toList(),
        kubernetes.map(PlatformFile.KubernetesCluster::of).stream().toList(),
        attempt(REDIS, redis).map(PlatformFile.RedisDatabase::of).stream().toList(),
        mongodb.stream()
            .map(set ->
                new PlatformFile.MongodbDatabase(
                    "shop", set.hosts(), set.name(), mongodbSecrets(state)))
            .toList());
  }

  private ComponentTable table(
      StateStore store,
      Future<PatroniCluster> patroniStart,
      Optional<KubernetesSimulator> kubernetes,
      Future<RedisCluster> redisStart,
      Optional<ReplicaSetSimulator> mongodb) {
    ComponentTable table = new ComponentTable();
    table.add(
        "State store (PostgreSQL 18)", ComponentTable.Presence.REAL, "127.0.0.1:" + store.port());
    Optional<PatroniCluster> started = attempt(PATRONI, patroniStart);
    if (started.isPresent()) {
      PatroniCluster cluster = started.get();
      String rest =
          cluster.restUrls().stream().map(Object::toString).collect(Collectors.joining(" "));
      table.add("PostgreSQL 15 on Patroni", ComponentTable.Presence.REAL, rest);
      table.add("PgBouncer", ComponentTable.Presence.REAL, poolers(cluster));
      table.add("etcd", ComponentTable.Presence.REAL, cluster.etcdUrl().toString());
    } else {
      table.add("PostgreSQL 15 on Patroni", ComponentTable.Presence.FAILED, "see above");
      table.add("PgBouncer", ComponentTable.Presence.FAILED, "see above");
      table.add("etcd", ComponentTable.Presence.FAILED, "see above");
    }
    kubernetes.ifPresentOrElse(
        simulator ->
            table.add(KUBERNETES, ComponentTable.Presence.SIMULATED, simulator.url().toString()),
        () -> table.add(KUBERNETES, ComponentTable.Presence.FAILED, "see above"));
    attempt(REDIS, redisStart)
        .ifPresentOrElse(
            cluster ->
                table.add(
                    REDIS,
                    ComponentTable.Presence.REAL,
                    cluster.members().stream()
                        .map(RedisMember::address)
                        .collect(Collectors.joining(" "))),
            () -> table.add(REDIS, ComponentTable.Presence.FAILED, "see above"));
    mongodb.ifPresentOrElse(
        set -> table.add(MONGODB, ComponentTable.Presence.SIMULATED, String.join(" ", set.hosts())),
        () -> table.add(MONGODB, ComponentTable.Presence.FAILED, "see above"));
    List.of("EMQX", "S3", "Prometheus")
        .forEach(component -> table.add(component, ComponentTable.Presence.ABSENT, ""));
    return table;
  }

  private static String poolers(PatroniCluster cluster) {
    return cluster.members().stream()
        .map(member -> "127.0.0.1:" + member.poolerPort())
        .collect(Collectors.joining(" "));
  }

  /** A run beside a living one is refused before it touches anything. */
  private DirectoryLock claim(Path state) {
    Path identity = state.resolve("launcher.process");
    Optional<DirectoryLock> lock = DirectoryLock.tryTake(state);
    if (lock.isEmpty()) {
      String who = ProcessIdentity.read(identity).map(run -> ", process " + run.pid()).orElse("");
      throw new SandboxException(
          "Port %d is taken: Binnacle already runs here%s.".formatted(settings.httpPort(), who));
    }
    try {
      ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow().write(identity);
      return lock.get();
    } catch (IOException e) {
      throw new SandboxException("Cannot write " + identity, e);
    }
  }

  private int serverEnded(ServerProcess server, int status) {
    say("The server ended with status %d. Its log %s ends with:".formatted(status, server.log()));
    server.lastLogLines(30).forEach(line -> say("  " + line));
    return FAILED;
  }

  private void tellCrash(Daemon daemon) {
    daemon
        .onExit()
        .thenAccept(status -> {
          if (!parts.isEnding()) {
            say(
                "%s ended with status %d; the rest goes on. Its log: %s"
                    .formatted(daemon.name(), status, daemon.log()));
          }
        });
  }

  /** Both the shutdown hook and a run that ends by itself come here; the first does the work. */
  private synchronized void end() {
    parts.beginEnding();
    starters.shutdownNow();
    try {
      starters.awaitTermination(STARTERS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    parts.end();
  }

  private <T> Optional<T> attempt(String component, Future<T> start) {
    try {
      return Optional.of(result(start));
    } catch (SandboxException e) {
      if (!parts.isEnding()) {
        say(component + " is not there; the rest goes on: " + e.getMessage());
      }
      return Optional.empty();
    }
  }

  private static <T> T result(Future<T> start) {
    try {
      return start.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      while (cause instanceof ExecutionException && cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw cause instanceof SandboxException known
          ? known
          : new SandboxException("The start failed: " + cause, cause);
    } catch (CancellationException e) {
      throw new SandboxException("The run ends", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("Interrupted while starting", e);
    }
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
