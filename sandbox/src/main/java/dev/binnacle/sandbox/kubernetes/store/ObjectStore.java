package dev.binnacle.sandbox.kubernetes.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What etcd and the generic registry are: one revision counter, the objects, and a log of the
 * latest changes. With a directory, every change is in its journal before the caller hears of it,
 * so that the objects outlive the process. Thread-safe. Objects are private copies of the receiver,
 * where nothing else is said.
 */
public final class ObjectStore implements AutoCloseable {
  /**
   * What names an object.
   *
   * @param namespace empty for an object of the whole cluster
   */
  public record Key(ResourceType type, String namespace, String name) {
    /** The key under which this object is, or would be, stored. */
    public static Key of(ResourceType type, ObjectNode object) {
      JsonNode metadata = object.path("metadata");
      return new Key(type, metadata.path("namespace").asText(), metadata.path("name").asText());
    }

    /** As etcd orders keys: {@code namespace/name}. */
    String path() {
      return namespace + "/" + name;
    }
  }

  public enum Change {
    ADDED,
    MODIFIED,
    DELETED
  }

  /**
   * One change. The trees are shared among all who see the event: nobody changes them.
   *
   * @param object as it is after the change; of a deleted object, its last state with the revision
   *     of the deletion
   */
  public record Event(
      Change change,
      ResourceType type,
      ObjectNode object,
      Optional<ObjectNode> previous,
      long revision) {}

  /**
   * All objects of a type at one moment.
   *
   * @param objects shared trees that nobody changes
   */
  public record Listing(long revision, List<ObjectNode> objects) {}

  private final Map<ResourceType, TreeMap<String, ObjectNode>> objects = new HashMap<>();
  private final EventLog log;
  private final Dispatcher dispatcher = new Dispatcher();
  private final Optional<Journal> journal;
  private final InstantSource time;
  private long revision;

  private ObjectStore(Optional<Journal> journal, InstantSource time) {
    this.journal = journal;
    this.time = time;
    this.revision = 1;
    journal.ifPresent(kept -> {
      Journal.Contents contents = kept.open();
      revision = Math.max(revision, contents.revision());
      contents.objects().forEach((key, object) -> ofType(key.type()).put(key.path(), object));
    });
    this.log = new EventLog(revision);
  }

  /** A store that ends with the process. */
  public static ObjectStore inMemory() {
    return inMemory(InstantSource.system());
  }

  /** A store that ends with the process, on the time given. */
  public static ObjectStore inMemory(InstantSource time) {
    return new ObjectStore(Optional.empty(), time);
  }

  /** A store that goes on with what an earlier one left in the directory. */
  public static ObjectStore in(Path directory, InstantSource time) {
    return new ObjectStore(Optional.of(new Journal(directory)), time);
  }

  /** The revision of the latest change. */
  public synchronized long revision() {
    return revision;
  }

  public Optional<ObjectNode> get(Key key) {
    return peek(key).map(ObjectNode::deepCopy);
  }

  /** The objects of a type, by namespace and name. */
  public List<ObjectNode> list(ResourceType type) {
    return copies(listing(type));
  }

  /** The objects of a type in one namespace, by name. */
  public List<ObjectNode> list(ResourceType type, String namespace) {
    return copies(listing(type, namespace));
  }

  /** The shared tree that the store has, which nobody changes. */
  public synchronized Optional<ObjectNode> peek(Key key) {
    return Optional.ofNullable(objects.get(key.type())).map(known -> known.get(key.path()));
  }

  /** The objects of a type and the revision they are of. */
  public synchronized Listing listing(ResourceType type) {
    return new Listing(revision, List.copyOf(ofType(type).values()));
  }

  /** The objects of a type in one namespace and the revision they are of. */
  public synchronized Listing listing(ResourceType type, String namespace) {
    return new Listing(
        revision, List.copyOf(ofType(type).subMap(namespace + "/", namespace + "0").values()));
  }

  /**
   * Stores a new object, with creationTimestamp, resourceVersion, a uid unless it has one and, for
   * the kinds that count it, generation.
   *
   * @throws StoreConflict when there is an object of that name
   */
  public synchronized ObjectNode create(ResourceType type, ObjectNode object) {
    Key key = Key.of(type, object);
    if (ofType(type).containsKey(key.path())) {
      throw new StoreConflict(key);
    }
    ObjectNode stored = object.deepCopy();
    stored.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    ObjectNode metadata = stored.withObjectProperty("metadata");
    if (!metadata.hasNonNull("uid")) {
      metadata.put("uid", UUID.randomUUID().toString());
    }
    metadata.put("creationTimestamp", time.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    if (ResourceTypes.countsGenerations(type)) {
      metadata.put("generation", 1);
    }
    record(Change.ADDED, key, stored, Optional.empty());
    return stored.deepCopy();
  }

  /**
   * Changes an object as it is at this moment. Nothing happens when the change makes no difference.
   * A changed spec counts as the next generation. An object that only waited for its finalizers, or
   * a pod for the end of its grace, is gone when it has them behind it.
   *
   * @param change works on a private copy and answers what to store; what it throws reaches the
   *     caller, and nothing has happened then
   * @return the object after the change, or empty when there is none of that name
   */
  public synchronized Optional<ObjectNode> update(Key key, UnaryOperator<ObjectNode> change) {
    Optional<ObjectNode> known = peek(key);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode before = known.get();
    ObjectNode after = change.apply(before.deepCopy()).deepCopy();
    if (same(before, after)) {
      return Optional.of(after);
    }
    if (ResourceTypes.countsGenerations(key.type())
        && !same(before.path("spec"), after.path("spec"))) {
      after
          .withObjectProperty("metadata")
          .put("generation", before.path("metadata").path("generation").asLong() + 1);
    }
    record(isFinished(key.type(), after) ? Change.DELETED : Change.MODIFIED, key, after, known);
    return Optional.of(after.deepCopy());
  }

  /** Removes an object at once; answers its last state. */
  public synchronized Optional<ObjectNode> delete(Key key) {
    Optional<ObjectNode> known = peek(key);
    return known.map(object -> {
      ObjectNode last = object.deepCopy();
      record(Change.DELETED, key, last, known);
      return last.deepCopy();
    });
  }

  /**
   * Tells a listener every change from now on, in the order of the revisions, on one thread that
   * all listeners share.
   *
   * @return ends it
   */
  public synchronized AutoCloseable subscribe(Consumer<Event> listener) {
    return dispatcher.subscribe(listener);
  }

  /**
   * The changes after a revision. Waits for one when there is none yet.
   *
   * @return empty when nothing changed in that time, or when the store is closed
   * @throws RevisionExpired when the log does not reach back that far
   */
  public List<Event> changesAfter(long afterRevision, Duration wait) throws InterruptedException {
    return log.after(afterRevision, wait);
  }

  /** Forgets the changes up to now, as etcd does when it is compacted. */
  public void compact() {
    log.compact();
  }

  @Override
  public synchronized void close() {
    dispatcher.close();
    log.close();
    journal.ifPresent(Journal::close);
  }

  private void record(Change change, Key key, ObjectNode object, Optional<ObjectNode> previous) {
    revision++;
    object.withObjectProperty("metadata").put("resourceVersion", Long.toString(revision));
    journal.ifPresent(kept -> kept.append(change, key, object, revision));
    if (change == Change.DELETED) {
      ofType(key.type()).remove(key.path());
    } else {
      ofType(key.type()).put(key.path(), object);
    }
    journal.filter(Journal::isOvergrown).ifPresent(kept -> kept.compact(contents()));
    Event event = new Event(change, key.type(), object, previous, revision);
    log.add(event);
    dispatcher.add(event);
  }

  private Journal.Contents contents() {
    Map<Key, ObjectNode> all = new LinkedHashMap<>();
    objects.forEach(
        (type, ofType) -> ofType.values().forEach(object -> all.put(Key.of(type, object), object)));
    return new Journal.Contents(revision, all);
  }

  private TreeMap<String, ObjectNode> ofType(ResourceType type) {
    return objects.computeIfAbsent(type, any -> new TreeMap<>());
  }

  /** Source: kubernetes staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go. */
  private static boolean isFinished(ResourceType type, ObjectNode object) {
    JsonNode metadata = object.path("metadata");
    return metadata.hasNonNull("deletionTimestamp")
        && metadata.path("finalizers").isEmpty()
        && (!type.equals(ResourceTypes.PODS)
            || metadata.path("deletionGracePeriodSeconds").asLong() == 0)
        && (!type.equals(ResourceTypes.NAMESPACES)
            || object.path("spec").path("finalizers").isEmpty());
  }

  /** Whether two trees are one to a reader of JSON, for whom 1 is 1 as an int and as a long. */
  private static boolean same(JsonNode one, JsonNode other) {
    return one.equals(
        (left, right) -> {
          if (left instanceof NumericNode && right instanceof NumericNode) {
            return left.decimalValue().compareTo(right.decimalValue());
          }
          return left.equals(right) ? 0 : 1;
        },
        other);
  }

  private static List<ObjectNode> copies(Listing listing) {
    List<ObjectNode> copies = new ArrayList<>(listing.objects().size());
    listing.objects().forEach(object -> copies.add(object.deepCopy()));
    return copies;
  }
}
