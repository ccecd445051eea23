package dev.binnacle.databases.postgresql;

import dev.binnacle.platform.postgresql.LockedSession;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The sessions of a server in the order of who waits for whom: each root first, then those behind
 * it. A session that waits for several stands behind the first of them. Pure.
 */
public final class QueueOfLocks {

  private final Map<Integer, LockedSession> sessions = new HashMap<>();
  private final Map<Integer, Set<Integer>> waitingFor = new HashMap<>();
  private final Map<Integer, Integer> depths = new HashMap<>();

  private QueueOfLocks(List<LockedSession> seen) {
    seen.forEach(session -> sessions.put(session.processId(), session));
    seen.forEach(session ->
        session
            .blockedBy()
            .forEach(blocker ->
                waitingFor
                    .computeIfAbsent(blocker, any -> new TreeSet<>())
                    .add(session.processId())));
  }

  /**
   * A session and its place.
   *
   * @param depth how many stand before it in the longest queue that it is in
   * @param blocks how many wait for it, directly or behind others
   */
  public record Place(LockedSession session, int depth, int blocks) {}

  /** The sessions in order; a root that blocks more comes first. */
  public static List<Place> of(List<LockedSession> seen) {
    var queue = new QueueOfLocks(seen);
    var ordered = new LinkedHashSet<Integer>();
    seen.stream()
        .filter(session -> session.blockedBy().isEmpty())
        .map(LockedSession::processId)
        .sorted(
            Comparator.comparing((Integer process) -> -queue.behind(process).size())
                .thenComparing(Comparator.naturalOrder()))
        .forEach(root -> queue.walk(root, ordered));
    // Sessions that wait for each other have no root until PostgreSQL breaks the deadlock.
    seen.forEach(session -> queue.walk(session.processId(), ordered));
    return ordered.stream()
        .map(queue.sessions::get)
        .map(session ->
            new Place(session, queue.depth(session), queue.behind(session.processId()).size()))
        .toList();
  }

  private void walk(int process, Set<Integer> ordered) {
    if (sessions.containsKey(process) && ordered.add(process)) {
      waitingFor.getOrDefault(process, Set.of()).forEach(behind -> walk(behind, ordered));
    }
  }

  private int depth(LockedSession session) {
    var known = depths.get(session.processId());
    if (known != null) {
      return known;
    }
    // In a deadlock the walk comes back here: for it, the circle begins with this session.
    depths.put(session.processId(), 0);
    int depth =
        session.blockedBy().stream()
            .filter(sessions::containsKey)
            .mapToInt(blocker -> 1 + depth(sessions.get(blocker)))
            .max()
            .orElse(0);
    depths.put(session.processId(), depth);
    return depth;
  }

  /** Everybody who waits for it, directly or behind others. */
  private Set<Integer> behind(int process) {
    var found = new LinkedHashSet<Integer>();
    var open = new ArrayList<>(List.of(process));
    while (!open.isEmpty()) {
      waitingFor.getOrDefault(open.removeLast(), Set.of()).stream()
          .filter(found::add)
          .forEach(open::add);
    }
    found.remove(process);
    return found;
  }
}
