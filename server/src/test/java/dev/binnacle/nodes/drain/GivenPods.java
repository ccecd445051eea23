package dev.binnacle.nodes.drain;

import dev.binnacle.platform.kubernetes.DisruptionBudget;
import dev.binnacle.platform.kubernetes.EmptyDirectory;
import dev.binnacle.platform.kubernetes.LabelSelector;
import dev.binnacle.platform.kubernetes.LabelSelector.Operator;
import dev.binnacle.platform.kubernetes.LabelSelector.Requirement;
import dev.binnacle.platform.kubernetes.PodController;
import dev.binnacle.platform.kubernetes.PodPhase;
import dev.binnacle.platform.kubernetes.PodReference;
import dev.binnacle.platform.kubernetes.PodState;
import dev.binnacle.platform.kubernetes.ResourceRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pods and budgets for tests of drains. */
final class GivenPods {

  static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");

  private GivenPods() {}

  static DrainWish wish() {
    return wish(false, false);
  }

  static DrainWish wish(boolean emptyDirectories, boolean alone) {
    return new DrainWish(
        Optional.empty(), emptyDirectories, alone, Optional.empty(), "maria", "a test");
  }

  /** What a test says about a pod; everything else is ordinary. */
  static final class Given {
    private final PodReference reference;
    private String app;
    private PodPhase phase = PodPhase.RUNNING;
    private boolean ready = true;
    private boolean mirror;
    private Optional<Instant> deletion = Optional.empty();
    private Optional<PodController> controller =
        Optional.of(new PodController("apps/v1", "ReplicaSet", "web-5d", "rs-uid"));
    private List<EmptyDirectory> emptyDirectories = List.of();

    private Given(String name) {
      this.reference = new PodReference("shop", name, "uid-" + name);
      this.app = name.replaceAll("-.*", "");
    }

    Given app(String label) {
      app = label;
      return this;
    }

    Given finished() {
      phase = PodPhase.SUCCEEDED;
      ready = false;
      return this;
    }

    Given unready() {
      ready = false;
      return this;
    }

    Given mirror() {
      mirror = true;
      return this;
    }

    Given terminating() {
      deletion = Optional.of(NOW);
      return this;
    }

    Given ofDaemonSet() {
      controller = Optional.of(new PodController("apps/v1", "DaemonSet", "canal", "ds-uid"));
      return this;
    }

    Given alone() {
      controller = Optional.empty();
      return this;
    }

    Given withEmptyDirectory() {
      emptyDirectories = List.of(new EmptyDirectory("cache", false));
      return this;
    }

    PodState pod() {
      return new PodState(
          reference,
          Optional.of("worker-1"),
          phase,
          ready,
          "",
          0,
          deletion,
          deletion.map(at -> Duration.ofSeconds(30)),
          controller,
          mirror,
          emptyDirectories,
          Map.of("app", app),
          ResourceRequests.NONE,
          Optional.empty(),
          Duration.ofSeconds(30),
          NOW);
    }
  }

  static Given pod(String name) {
    return new Given(name);
  }

  /** A budget over the pods of an app, of which so many are expected, healthy and needed. */
  static DisruptionBudget budget(String app, int expected, int healthy, int needed) {
    return new DisruptionBudget(
        "shop",
        app,
        Optional.of(new LabelSelector(List.of(new Requirement("app", Operator.IN, List.of(app))))),
        Optional.of(String.valueOf(needed)),
        Optional.empty(),
        healthy,
        needed,
        expected,
        Math.max(0, healthy - needed),
        DisruptionBudget.UnhealthyPods.IF_HEALTHY_BUDGET,
        true,
        Optional.empty());
  }
}
