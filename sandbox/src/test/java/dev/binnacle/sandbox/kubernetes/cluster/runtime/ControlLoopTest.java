package dev.binnacle.sandbox.kubernetes.cluster.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlLoopTest {
  private final ObjectStore store = ObjectStore.inMemory();
  private final ClusterView view = new ClusterView();
  private final List<String> calls = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void viewShowsWhatWasWrittenBeforeTheCall() {
    try (ControlLoop loop = loop()) {
      loop.add(
          controller((key, work) -> {
            calls.add(view.get(key).orElseThrow().at("/data/n").asText());
            if (calls.size() < 3) {
              store.update(key, object -> with(object, calls.size()));
            }
          }));
      store.create(ResourceTypes.CONFIG_MAPS, with(configMap(), 0));
      loop.settle();
      assertThat(calls).containsExactly("0", "1", "2");
    }
  }

  @Test
  void failureIsTriedAgainLaterAndHoldsUpNobody() {
    try (ControlLoop loop = loop()) {
      loop.add(
          controller((key, work) -> {
            calls.add("failing");
            if (calls.stream().filter("failing"::equals).count() == 1) {
              throw new IllegalStateException("not yet");
            }
          }));
      loop.add(controller((key, work) -> calls.add("sound")));
      store.create(ResourceTypes.CONFIG_MAPS, configMap());

      loop.settle();
      assertThat(calls).containsExactly("failing", "sound");
      now = now.plusSeconds(1);
      loop.settle();
      assertThat(calls).containsExactly("failing", "sound", "failing");
    }
  }

  @Test
  void earliestOfSeveralTimesCounts() {
    try (ControlLoop loop = loop()) {
      loop.add(
          controller((key, work) -> {
            calls.add("call");
            if (calls.size() == 1) {
              work.after(Duration.ofMinutes(2), key);
              work.after(Duration.ofMinutes(1), key);
              work.after(Duration.ofMinutes(3), key);
            }
          }));
      store.create(ResourceTypes.CONFIG_MAPS, configMap());
      loop.settle();
      now = now.plus(Duration.ofMinutes(1));
      loop.settle();
      now = now.plus(Duration.ofHours(1));
      loop.settle();
      assertThat(calls).hasSize(2);
    }
  }

  private ControlLoop loop() {
    return new ControlLoop(store, view, () -> now, ResourceTypes.all());
  }

  private interface Reconciliation {
    void run(Key key, Work work);
  }

  private static Controller controller(Reconciliation reconciliation) {
    return new Controller() {
      @Override
      public void observe(Observation observation, Work work) {
        work.now(observation.key());
      }

      @Override
      public void reconcile(Key key, Work work) {
        reconciliation.run(key, work);
      }
    };
  }

  private static ObjectNode configMap() {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.putObject("metadata").put("name", "settings").put("namespace", "test");
    return object;
  }

  private static ObjectNode with(ObjectNode object, int number) {
    object.withObjectProperty("data").put("n", Integer.toString(number));
    return object;
  }
}
