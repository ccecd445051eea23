package dev.binnacle.nodes.cordon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.operations.Fact;
import dev.binnacle.operations.StepContext;
import dev.binnacle.platform.GivenPlatform;
import dev.binnacle.platform.kubernetes.KubernetesCluster;
import dev.binnacle.platform.kubernetes.KubernetesClusters;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import dev.binnacle.sandbox.PlatformFile;
import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.KubernetesSimulator.User;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import dev.binnacle.testing.TestCluster;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cordon does when it is cut off, or when somebody else is at the node, too. */
class SchedulingIT {

  private static TestCluster cluster;
  private static KubernetesCluster api;
  private static String node;

  @BeforeAll
  static void start(@TempDir Path directory) {
    cluster = TestCluster.start(1, 1);
    node = cluster.nodes("worker").getFirst();
    var platform =
        GivenPlatform.in(
            PlatformFile.write(
                directory.resolve("platform.yaml"),
                List.of(),
                List.of(cluster.described(User.BINNACLE))));
    api =
        new KubernetesClusters(platform.edges(), Clock.systemUTC())
            .of(platform.current().description().cluster(TestCluster.NAME).orElseThrow());
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @AfterEach
  void heal() {
    cluster.heal();
  }

  @Test
  void aNodeThatChangesMeanwhileIsLookedAtAgain() {
    var context =
        new OneStep(1, () -> change(json -> labelled(json, "changed-" + System.nanoTime())));

    assertThat(scheduling().cordon(context, "maria", "disk errors")).isTrue();

    assertThat(context.effects).hasValue(2);
    assertThat(cluster.isCordoned(node)).isTrue();
  }

  @Test
  void aCordonOfSomebodyElseIsLeftToThem() {
    var context = new OneStep(1, () -> change(SchedulingIT::cordoned));

    assertThat(scheduling().cordon(context, "maria", "disk errors")).isFalse();

    assertThat(cluster.node(node).at("/metadata/annotations").toString())
        .doesNotContain(CordonNote.ANNOTATION);
    assertThat(scheduling().restore(context)).isFalse();
    assertThat(cluster.isCordoned(node)).isTrue();
  }

  @Test
  void aCordonThatWasCutOffIsStillItsOwn() {
    assertThat(scheduling().cordon(new OneStep(1), "maria", "disk errors")).isTrue();
    var again = new OneStep(1);

    assertThat(scheduling().cordon(again, "maria", "disk errors")).isTrue();

    assertThat(again.effects).hasValue(0);
    assertThat(scheduling().cordon(new OneStep(2), "paul", "me too")).isFalse();
  }

  @Test
  void onlyItsOwnCordonIsRestored() {
    scheduling().cordon(new OneStep(1), "maria", "disk errors");

    assertThat(scheduling().restore(new OneStep(2))).isFalse();
    assertThat(cluster.isCordoned(node)).isTrue();
    assertThat(scheduling().restore(new OneStep(1))).isTrue();
    assertThat(cluster.isCordoned(node)).isFalse();
    assertThat(scheduling().restore(new OneStep(1))).isFalse();
  }

  @Test
  void anApiServerThatFallsSilentIsWaitedForAndThisIsTold() {
    var context =
        new OneStep(1, () -> cluster.simulator().faults().inject(new Fault.ApiServerDown()));
    context.whenTold = cluster::heal;

    assertThat(scheduling().cordon(context, "maria", "disk errors")).isTrue();

    assertThat(context.told)
        .containsExactly("The API server does not answer; this step goes on when it does.");
    assertThat(cluster.isCordoned(node)).isTrue();
  }

  @Test
  void aRehearsalChangesNothing() {
    var before = cluster.node(node).path("spec");

    scheduling().rehearse(true);

    assertThat(cluster.node(node).path("spec")).isEqualTo(before);
  }

  @Test
  void anotherNodeOfTheSameNameIsNotTouched() {
    var refused =
        catchThrowableOfType(
            ProblemException.class,
            () -> new Scheduling(api, node, "another-uid").cordon(new OneStep(1), "maria", "x"));

    assertThat(refused.problem().code()).isEqualTo(ProblemCode.PLATFORM_CHANGED);
    assertThat(cluster.isCordoned(node)).isFalse();
  }

  private static Scheduling scheduling() {
    return new Scheduling(api, node, cluster.node(node).at("/metadata/uid").asText());
  }

  private static void change(UnaryOperator<ObjectNode> change) {
    cluster.simulator().store().update(new Key(ResourceTypes.NODES, "", node), change);
  }

  private static ObjectNode labelled(ObjectNode json, String value) {
    ((ObjectNode) json.at("/metadata/labels")).put("test", value);
    return json;
  }

  private static ObjectNode cordoned(ObjectNode json) {
    ((ObjectNode) json.path("spec")).put("unschedulable", true);
    return json;
  }

  /** A runner's context in which somebody may interfere right before the first effect. */
  private static final class OneStep implements StepContext<String> {

    private final UUID operation;
    private final Runnable interference;
    private final AtomicInteger effects = new AtomicInteger();
    private final List<String> told = new ArrayList<>();
    private Runnable whenTold = () -> {};

    OneStep(int operation) {
      this(operation, () -> {});
    }

    OneStep(int operation, Runnable interference) {
      this.operation = new UUID(0, operation);
      this.interference = interference;
    }

    @Override
    public UUID operationId() {
      return operation;
    }

    @Override
    public String intent() {
      return "";
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }

    @Override
    public void progress(String message, Fact... detail) {
      told.add(message);
      whenTold.run();
    }

    @Override
    public void remember(String key, String value) {}

    @Override
    public Optional<String> recall(String key) {
      return Optional.empty();
    }

    @Override
    public void beforeEffect(String what) {
      if (effects.incrementAndGet() == 1) {
        interference.run();
      }
    }

    @Override
    public void safePoint() {}

    @Override
    public <T> T await(Supplier<String> what, Duration pause, Supplier<Optional<T>> look) {
      for (int looks = 0; looks < 100; looks++) {
        var seen = look.get();
        if (seen.isPresent()) {
          return seen.get();
        }
        LockSupport.parkNanos(pause.toNanos());
      }
      throw new AssertionError("no " + what.get());
    }
  }
}
