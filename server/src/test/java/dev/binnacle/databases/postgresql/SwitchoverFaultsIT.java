package dev.binnacle.databases.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.operations.Target;
import dev.binnacle.platform.GivenPlatform;
import dev.binnacle.platform.PlatformDescription.Database;
import dev.binnacle.platform.patroni.PatroniClients;
import dev.binnacle.platform.pgbouncer.PgbouncerClients;
import dev.binnacle.platform.postgresql.PostgresqlClients;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import dev.binnacle.sandbox.FaultProxy;
import dev.binnacle.sandbox.PatroniCluster;
import dev.binnacle.sandbox.PatroniSettings;
import dev.binnacle.sandbox.PlatformFile;
import dev.binnacle.sandbox.PortRange;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The procedure on a real cluster while the way to its Patroni fails. */
@Tag("component")
class SwitchoverFaultsIT {

  private static final PortRange PORTS = new PortRange(26500, 26599);
  private static final Duration RECOVERY = Duration.ofSeconds(90);
  private static final Pattern REQUEST = Pattern.compile("^POST /switchover");

  private static PatroniCluster cluster;

  @TempDir Path directory;
  private List<FaultProxy> proxies;
  private GivenPlatform platform;
  private PatroniClients patronis;
  private Switchover switchover;
  private StepsInMemory context;

  @BeforeAll
  static void startCluster() {
    cluster = PatroniCluster.prepare(PatroniSettings.temporary(PORTS));
    cluster.start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void propose() {
    cluster.awaitHealthy(RECOVERY);
    proxies =
        cluster.members().stream()
            .map(member -> FaultProxy.start(member.restPort(), PORTS))
            .toList();
    platform =
        GivenPlatform.in(
            PlatformFile.write(
                directory.resolve("platform.yaml"),
                List.of(
                    new PlatformFile.PatroniDatabase(
                        "orders",
                        proxies.stream().map(FaultProxy::uri).toList(),
                        cluster.secrets()))));
    patronis = new PatroniClients(platform.edges());
    var servers = new PostgresqlClients(platform.edges());
    switchover =
        new Switchover(
            platform.current(),
            new PostgresqlSnapshots(
                patronis, servers, new PgbouncerClients(platform.edges()), Clock.systemUTC()),
            patronis,
            servers);
    context =
        new StepsInMemory(
            switchover
                .propose(
                    new Target("DATABASE", "", "orders", "main"),
                    new SwitchoverWish(Optional.empty()))
                .intent());
  }

  @AfterEach
  void disconnect() {
    proxies.forEach(FaultProxy::close);
  }

  @Test
  void theAnswerIsLost() {
    proxies.forEach(proxy -> proxy.freezeAfter(REQUEST));
    var result = run();
    assertSwitchedOnce(result);
    assertThat(result.writeOutageExact()).isTrue();
    assertThat(context.effects).hasSize(1);
  }

  @Test
  void theRequestIsLostAndMadeAgain() {
    proxies.get(0).freezeBefore(REQUEST);
    proxies.get(1).freezeBefore(REQUEST);
    var result = run();
    assertSwitchedOnce(result);
    assertThat(context.effects).hasSizeBetween(1, 3);
  }

  @Test
  void nobodyCanBeAskedForAWhile() throws InterruptedException {
    proxies.forEach(proxy -> proxy.freezeAfter(REQUEST));
    var rest =
        Thread.startVirtualThread(() -> {
          try {
            Thread.sleep(Duration.ofSeconds(1));
            proxies.forEach(FaultProxy::blackhole);
            Thread.sleep(Duration.ofSeconds(6));
            proxies.forEach(FaultProxy::pass);
          } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
          }
        });
    assertSwitchedOnce(run());
    rest.join();
  }

  @Test
  void aRunnerThatDiedAfterTheRequestIsContinued() {
    Map<String, String> memory = new ConcurrentHashMap<>();
    var intent = context.intent();
    var steps = switchover.steps(intent);
    steps.getFirst().run(new StepsInMemory(intent, memory, RECOVERY));
    // Dies right after it has asked: nobody is left to follow the request.
    var dying = new StepsInMemory(intent, memory, Duration.ZERO);
    assertThatThrownBy(() -> steps.get(1).run(dying)).isInstanceOf(StepsInMemory.OutOfTime.class);

    context = new StepsInMemory(intent, memory, RECOVERY);
    var result = continueFrom(1);
    assertSwitchedOnce(result);
  }

  @Test
  void aCandidateThatMustNotLeadIsRefusedInPatronisWords() {
    var intent = context.intent();
    var stranger = new SwitchoverIntent("orders", intent.leader(), "orders-9", intent.loopWait());
    Map<String, String> memory = new ConcurrentHashMap<>();
    switchover.steps(intent).getFirst().run(new StepsInMemory(intent, memory, RECOVERY));
    var thirdMember = new StepsInMemory(stranger, memory, RECOVERY);
    assertThatThrownBy(() -> switchover.steps(stranger).get(1).run(thirdMember))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused ->
                assertThat(refused.problem().code())
                    .isIn(ProblemCode.COMPONENT_REFUSED, ProblemCode.COMPONENT_UNAVAILABLE));
    assertThat(cluster.leader().orElseThrow().name()).isEqualTo(intent.leader());
  }

  private SwitchoverResult run() {
    return continueFrom(0);
  }

  private SwitchoverResult continueFrom(int first) {
    var steps = switchover.steps(context.intent());
    steps.subList(first, steps.size()).forEach(step -> step.run(context));
    return (SwitchoverResult) switchover.result(context);
  }

  private void assertSwitchedOnce(SwitchoverResult result) {
    System.out.println(result + " " + context.effects);
    assertThat(cluster.leader().orElseThrow().name()).isEqualTo(context.intent().candidate());
    assertThat(result.newTimeline()).isEqualTo(result.previousTimeline() + 1);
    proxies.forEach(FaultProxy::pass);
    assertThat(
            patronis
                .of(
                    platform
                        .current()
                        .description()
                        .database("orders", Database.Postgresql.class)
                        .orElseThrow())
                .history()
                .stream()
                .filter(promotion -> promotion.timeline() >= result.previousTimeline()))
        .hasSize(1);
  }
}
