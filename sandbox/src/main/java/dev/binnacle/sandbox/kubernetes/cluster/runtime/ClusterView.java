package dev.binnacle.sandbox.kubernetes.cluster.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.LabelSelector;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.cluster.model.Node;
import dev.binnacle.sandbox.kubernetes.cluster.model.OwnerReference;
import dev.binnacle.sandbox.kubernetes.cluster.model.Pod;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All objects as the loop has seen them last, with the indexes that controllers need. The trees are
 * shared: nobody changes them. Thread-safe.
 */
public final class ClusterView {
  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::namespace).thenComparing(Key::name);

  private final Map<ResourceType, TreeMap<Key, ObjectNode>> objects = new LinkedHashMap<>();
  private final Map<String, Set<Key>> podsByNode = new HashMap<>();
  private final Map<String, Set<Key>> byOwner = new HashMap<>();
  private final Map<String, Key> byUid = new HashMap<>();

  /** Takes over an object; answers what was known of it before. */
  synchronized Optional<ObjectNode> put(Key key, ObjectNode object) {
    Optional<ObjectNode> before =
        Optional.ofNullable(
            objects.computeIfAbsent(key.type(), type -> new TreeMap<>(ORDER)).put(key, object));
    before.ifPresent(old -> unindex(key, old));
    index(key, object);
    return before;
  }

  synchronized Optional<ObjectNode> remove(Key key) {
    Map<Key, ObjectNode> ofType = objects.get(key.type());
    Optional<ObjectNode> before = Optional.ofNullable(ofType).map(known -> known.remove(key));
    before.ifPresent(old -> unindex(key, old));
    return before;
  }

  public synchronized Optional<ObjectNode> get(Key key) {
    return Optional.ofNullable(objects.get(key.type())).map(ofType -> ofType.get(key));
  }

  /** All objects of a type, by namespace and name. */
  public synchronized List<ObjectNode> all(ResourceType type) {
    TreeMap<Key, ObjectNode> ofType = objects.get(type);
    return ofType == null ? List.of() : List.copyOf(ofType.values());
  }

  /** The objects of a type in one namespace, by name. */
  public synchronized List<ObjectNode> all(ResourceType type, String namespace) {
    TreeMap<Key, ObjectNode> ofType = objects.get(type);
    if (ofType == null) {
      return List.of();
    }
    return List.copyOf(
        ofType.subMap(new Key(type, namespace, ""), new Key(type, namespace + "\0", "")).values());
  }

  /** The types of which there are, or were, objects. */
  public synchronized List<ResourceType> types() {
    return List.copyOf(objects.keySet());
  }

  public synchronized Optional<Key> byUid(String uid) {
    return Optional.ofNullable(byUid.get(uid));
  }

  /** What names this owner in its ownerReferences. */
  public synchronized List<Key> dependents(String ownerUid) {
    return List.copyOf(byOwner.getOrDefault(ownerUid, Set.of()));
  }

  /** The objects of a type that an owner controls. */
  public synchronized List<ObjectNode> controlled(ResourceType type, String ownerUid) {
    return dependents(ownerUid).stream()
        .filter(key -> key.type().equals(type))
        .flatMap(key -> get(key).stream())
        .filter(object -> new Meta(object).isControlledBy(ownerUid))
        .toList();
  }

  public List<Pod> podsControlledBy(String ownerUid) {
    return pods(controlled(ResourceTypes.PODS, ownerUid));
  }

  public synchronized List<Pod> podsOn(String node) {
    return podsByNode.getOrDefault(node, Set.of()).stream()
        .flatMap(key -> get(key).stream())
        .map(Pod::new)
        .toList();
  }

  public List<Pod> pods(String namespace) {
    return pods(all(ResourceTypes.PODS, namespace));
  }

  public List<Pod> pods(String namespace, LabelSelector selector) {
    return pods(namespace).stream().filter(pod -> selector.matches(pod.labels())).toList();
  }

  public List<Pod> pods() {
    return pods(all(ResourceTypes.PODS));
  }

  public Optional<Pod> pod(Key key) {
    return get(key).map(Pod::new);
  }

  public List<Node> nodes() {
    return all(ResourceTypes.NODES).stream().map(Node::new).toList();
  }

  public Optional<Node> node(String name) {
    return get(new Key(ResourceTypes.NODES, "", name)).map(Node::new);
  }

  /** The object that a reference in this namespace names, if it is still that very object. */
  public Optional<ObjectNode> owner(OwnerReference reference) {
    return byUid(reference.uid()).flatMap(this::get);
  }

  private static List<Pod> pods(Collection<ObjectNode> objects) {
    return objects.stream().map(Pod::new).toList();
  }

  private void index(Key key, ObjectNode object) {
    Meta meta = new Meta(object);
    byUid.put(meta.uid(), key);
    for (OwnerReference owner : meta.owners()) {
      byOwner.computeIfAbsent(owner.uid(), uid -> new LinkedHashSet<>()).add(key);
    }
    if (key.type().equals(ResourceTypes.PODS) && new Pod(object).isBound()) {
      podsByNode
          .computeIfAbsent(new Pod(object).nodeName(), node -> new LinkedHashSet<>())
          .add(key);
    }
  }

  private void unindex(Key key, ObjectNode object) {
    Meta meta = new Meta(object);
    byUid.remove(meta.uid());
    for (OwnerReference owner : meta.owners()) {
      drop(byOwner, owner.uid(), key);
    }
    if (key.type().equals(ResourceTypes.PODS)) {
      drop(podsByNode, new Pod(object).nodeName(), key);
    }
  }

  private static void drop(Map<String, Set<Key>> index, String entry, Key key) {
    Set<Key> keys = index.get(entry);
    if (keys != null && keys.remove(key) && keys.isEmpty()) {
      index.remove(entry);
    }
  }
}
