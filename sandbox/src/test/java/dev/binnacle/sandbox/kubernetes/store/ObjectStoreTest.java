package dev.binnacle.sandbox.kubernetes.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Change;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Event;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreTest {
  private static final Key POD = new Key(ResourceTypes.PODS, "shop", "web-1");
  private static final Key DEPLOYMENT = new Key(ResourceTypes.DEPLOYMENTS, "shop", "web");

  @TempDir private Path directory;
  private ObjectStore store = ObjectStore.inMemory();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aNewObjectGetsWhatTheServerSets() {
    ObjectNode created = store.create(ResourceTypes.DEPLOYMENTS, object(DEPLOYMENT));

    assertThat(created.path("kind").asText()).isEqualTo("Deployment");
    assertThat(created.path("apiVersion").asText()).isEqualTo("apps/v1");
    assertThat(created.at("/metadata/uid").asText()).hasSize(36);
    assertThat(created.at("/metadata/creationTimestamp").asText()).endsWith("Z");
    assertThat(created.at("/metadata/generation").asInt()).isEqualTo(1);
    assertThat(created.at("/metadata/resourceVersion").asLong()).isEqualTo(store.revision());
  }

  @Test
  void aNameIsTakenOnce() {
    store.create(ResourceTypes.PODS, object(POD));

    assertThatThrownBy(() -> store.create(ResourceTypes.PODS, object(POD)))
        .isInstanceOf(StoreConflict.class)
        .hasMessage("pods \"web-1\" already exists");
  }

  @Test
  void whatIsHandedOutIsACopy() {
    store.create(ResourceTypes.PODS, object(POD)).put("kind", "Changed");
    store.get(POD).orElseThrow().put("kind", "Changed");
    store.list(ResourceTypes.PODS).getFirst().put("kind", "Changed");

    assertThat(store.get(POD).orElseThrow().path("kind").asText()).isEqualTo("Pod");
  }

  @Test
  void onlyAChangedSpecIsANewGeneration() {
    store.create(ResourceTypes.DEPLOYMENTS, object(DEPLOYMENT));

    ObjectNode labelled =
        store
            .update(
                DEPLOYMENT,
                found -> {
                  found.withObjectProperty("metadata").putObject("labels").put("a", "b");
                  return found;
                })
            .orElseThrow();
    ObjectNode scaled =
        store
            .update(
                DEPLOYMENT,
                found -> {
                  found.withObjectProperty("spec").put("replicas", 3);
                  return found;
                })
            .orElseThrow();

    assertThat(labelled.at("/metadata/generation").asInt()).isEqualTo(1);
    assertThat(scaled.at("/metadata/generation").asInt()).isEqualTo(2);
  }

  @Test
  void anUpdateThatChangesNothingIsNone() throws Exception {
    store.create(ResourceTypes.PODS, object(POD).put("count", 1));
    long before = store.revision();

    store.update(POD, found -> found.put("count", 1L));

    assertThat(store.revision()).isEqualTo(before);
    assertThat(store.changesAfter(before, Duration.ZERO)).isEmpty();
  }

  @Test
  void aRefusedUpdateLeavesTheObjectAlone() {
    store.create(ResourceTypes.PODS, object(POD));

    assertThatThrownBy(() ->
            store.update(
                POD,
                found -> {
                  found.put("kind", "Changed");
                  throw new IllegalStateException("no");
                }))
        .hasMessage("no");
    assertThat(store.get(POD).orElseThrow().path("kind").asText()).isEqualTo("Pod");
  }

  @Test
  void aMarkedObjectGoesWithItsLastFinalizer() {
    ObjectNode kept = object(DEPLOYMENT);
    kept.withObjectProperty("metadata").putArray("finalizers").add("keep");
    store.create(ResourceTypes.DEPLOYMENTS, kept);

    store.update(DEPLOYMENT, found -> marked(found, 0));
    assertThat(store.get(DEPLOYMENT)).isPresent();
    store.update(
        DEPLOYMENT,
        found -> {
          found.withObjectProperty("metadata").remove("finalizers");
          return found;
        });

    assertThat(store.get(DEPLOYMENT)).isEmpty();
  }

  @Test
  void aMarkedPodStaysForItsGrace() {
    store.create(ResourceTypes.PODS, object(POD));

    store.update(POD, found -> marked(found, 30));
    assertThat(store.get(POD)).isPresent();
    store.update(POD, found -> marked(found, 0));

    assertThat(store.get(POD)).isEmpty();
  }

  @Test
  void aNamespaceWaitsForTheFinalizersOfItsSpec() {
    Key key = new Key(ResourceTypes.NAMESPACES, "", "shop");
    ObjectNode namespace = object(key);
    namespace.putObject("spec").putArray("finalizers").add("kubernetes");
    store.create(ResourceTypes.NAMESPACES, namespace);

    store.update(key, found -> marked(found, 0));

    assertThat(store.get(key)).isPresent();
  }

  @Test
  void listenersHearAllInOrder() throws Exception {
    BlockingQueue<Event> heard = new LinkedBlockingQueue<>();
    AutoCloseable subscription = store.subscribe(heard::add);

    store.create(ResourceTypes.PODS, object(POD));
    store.update(POD, found -> found.put("x", 1));
    store.delete(POD);

    List<Event> events = List.of(next(heard), next(heard), next(heard));
    assertThat(events)
        .extracting(Event::change)
        .containsExactly(Change.ADDED, Change.MODIFIED, Change.DELETED);
    assertThat(events).extracting(Event::revision).isSorted();
    assertThat(events.get(2).object().at("/metadata/resourceVersion").asLong())
        .isEqualTo(store.revision());
    assertThat(events.get(1).previous()).isPresent();
    subscription.close();
  }

  @Test
  void changesAreWaitedFor() throws Exception {
    long now = store.revision();
    Thread.ofVirtual().start(() -> store.create(ResourceTypes.PODS, object(POD)));

    assertThat(store.changesAfter(now, Duration.ofSeconds(30)))
        .singleElement()
        .extracting(Event::change)
        .isEqualTo(Change.ADDED);
  }

  @Test
  void changesBeforeACompactionAreGone() {
    long before = store.revision();
    store.create(ResourceTypes.PODS, object(POD));
    store.compact();

    assertThatThrownBy(() -> store.changesAfter(before, Duration.ZERO))
        .isInstanceOf(RevisionExpired.class)
        .hasMessage("too old resource version: %d (%d)".formatted(before, store.revision()));
  }

  @Test
  void whatIsInTheJournalOutlivesTheProcess() throws IOException {
    ObjectStore first = ObjectStore.in(directory, InstantSource.system());
    String uid = first.create(ResourceTypes.PODS, object(POD)).at("/metadata/uid").asText();
    first.create(ResourceTypes.DEPLOYMENTS, object(DEPLOYMENT));
    first.delete(DEPLOYMENT);
    long revision = first.revision();
    Files.writeString(
        directory.resolve("journal.jsonl"), "{\"revision\":99,\"obj", StandardOpenOption.APPEND);

    try (ObjectStore second = ObjectStore.in(directory, InstantSource.system())) {
      assertThat(second.get(POD).orElseThrow().at("/metadata/uid").asText()).isEqualTo(uid);
      assertThat(second.get(DEPLOYMENT)).isEmpty();
      assertThat(second.revision()).isGreaterThanOrEqualTo(revision);
      assertThatThrownBy(() -> second.changesAfter(1, Duration.ZERO))
          .isInstanceOf(RevisionExpired.class);
    }
    first.close();
  }

  @Test
  void theJournalDoesNotGrowForever() throws IOException {
    String large = "x".repeat(1 << 20);
    try (ObjectStore lasting = ObjectStore.in(directory, InstantSource.system())) {
      lasting.create(ResourceTypes.PODS, object(POD));
      for (int i = 0; i < 80; i++) {
        String text = large + i;
        lasting.update(POD, found -> found.put("text", text));
      }
    }

    assertThat(Files.size(directory.resolve("journal.jsonl"))).isLessThan(40L << 20);
    try (ObjectStore again = ObjectStore.in(directory, InstantSource.system())) {
      assertThat(again.get(POD).orElseThrow().path("text").asText()).isEqualTo(large + 79);
    }
  }

  private static Event next(BlockingQueue<Event> heard) throws InterruptedException {
    return heard.poll(30, TimeUnit.SECONDS);
  }

  private static ObjectNode marked(ObjectNode object, int grace) {
    object
        .withObjectProperty("metadata")
        .put("deletionTimestamp", "2026-01-01T00:00:00Z")
        .put("deletionGracePeriodSeconds", grace);
    return object;
  }

  private static ObjectNode object(Key key) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    ObjectNode metadata = object.putObject("metadata").put("name", key.name());
    if (!key.namespace().isEmpty()) {
      metadata.put("namespace", key.namespace());
    }
    return object;
  }
}
