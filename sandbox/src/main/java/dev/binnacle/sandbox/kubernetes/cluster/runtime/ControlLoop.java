package dev.binnacle.sandbox.kubernetes.cluster.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.cluster.model.Meta;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Change;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Event;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Runs controllers, one call at a time. Before each call the view catches up with the store, so a
 * controller never acts on something older than its own last write.
 *
 * <p>Either {@link #start} gives the loop a thread of its own, or one caller drives it with {@link
 * #settle}, on whatever time its source tells.
 */
public final class ControlLoop implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ControlLoop.class.getName());
  private static final Duration RETRY = Duration.ofMillis(250);
  private static final int LONGEST_RETRY = 8;
  private static final Duration CATCH_UP_LIMIT = Duration.ofSeconds(5);
  private static final long IDLE_MILLISECONDS = 500;

  private record Task(Controller controller, Key key) {}

  private record Timer(Instant due, Task task) {}

  private final ObjectStore store;
  private final ClusterView view;
  private final InstantSource time;
  private final List<Controller> controllers = new ArrayList<>();
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Deque<Task> ready = new ArrayDeque<>();
  private final Set<Task> waiting = new HashSet<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparing(Timer::due));
  private final Map<Task, Instant> due = new HashMap<>();
  private final Map<Task, Integer> failures = new HashMap<>();
  private final AutoCloseable subscription;
  private long seen;
  private volatile boolean closed;
  private Optional<Thread> thread = Optional.empty();

  /** Subscribes, and loads what is in the store. */
  public ControlLoop(
      ObjectStore store, ClusterView view, InstantSource time, List<ResourceType> types) {
    this.store = store;
    this.view = view;
    this.time = time;
    this.subscription = store.subscribe(events::add);
    this.seen = store.revision();
    for (ResourceType type : types) {
      if (type.equals(ResourceTypes.EVENTS)) {
        continue;
      }
      for (ObjectNode object : store.listing(type).objects()) {
        view.put(key(type, object), object);
      }
    }
  }

  /** Adds a controller and tells it everything there is. Only before {@link #start}. */
  public void add(Controller controller) {
    controllers.add(controller);
    for (ResourceType type : view.types()) {
      for (ObjectNode object : view.all(type)) {
        tell(
            controller, new Observation(Change.ADDED, key(type, object), object, Optional.empty()));
      }
    }
  }

  public void start() {
    thread = Optional.of(Thread.ofPlatform().daemon().name("kubernetes-cluster").start(this::run));
  }

  /** Does all that is due now, on the caller's thread, until nothing is. */
  public void settle() {
    do {
      catchUp();
      fireTimers();
    } while (workOnce());
  }

  /** When the next thing is due, if there is any. */
  public Optional<Instant> nextDue() {
    return Optional.ofNullable(timers.peek()).map(Timer::due);
  }

  /** Ends the thread after the call it is in; the store stays open. */
  @Override
  public void close() {
    closed = true;
    try {
      subscription.close();
      if (thread.isPresent()) {
        thread.get().join(Duration.ofSeconds(10));
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void run() {
    try {
      while (!closed) {
        catchUp();
        fireTimers();
        if (!workOnce()) {
          rest();
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void rest() throws InterruptedException {
    long limit =
        nextDue()
            .map(next -> Duration.between(time.instant(), next).toMillis())
            .filter(wait -> wait < IDLE_MILLISECONDS)
            .orElse(IDLE_MILLISECONDS);
    Event event = events.poll(Math.max(1, limit), TimeUnit.MILLISECONDS);
    if (event != null) {
      apply(event);
    }
  }

  private void catchUp() {
    long wanted = store.revision();
    Instant limit = Instant.now().plus(CATCH_UP_LIMIT);
    try {
      for (Event event = events.poll(); event != null; event = events.poll()) {
        apply(event);
      }
      while (seen < wanted && Instant.now().isBefore(limit)) {
        Event event = events.poll(1, TimeUnit.SECONDS);
        if (event != null) {
          apply(event);
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void apply(Event event) {
    if (event.revision() > seen) {
      seen = event.revision();
    }
    Key key = key(event.type(), event.object());
    if (event.type().equals(ResourceTypes.EVENTS) || isStale(key, event)) {
      return;
    }
    Optional<ObjectNode> before =
        event.change() == Change.DELETED ? view.remove(key) : view.put(key, event.object());
    Observation observation = new Observation(event.change(), key, event.object(), before);
    controllers.forEach(controller -> tell(controller, observation));
  }

  /** An object that one controller cannot make sense of must not keep it from the others. */
  private void tell(Controller controller, Observation observation) {
    try {
      controller.observe(observation, workOf(controller));
    } catch (RuntimeException failed) {
      LOG.log(System.Logger.Level.WARNING, "Cannot make sense of " + observation.key(), failed);
    }
  }

  /** What was loaded at the start already shows changes that are still on their way. */
  private boolean isStale(Key key, Event event) {
    return view.get(key)
        .filter(known -> new Meta(known).resourceVersion() > event.revision())
        .isPresent();
  }

  private void fireTimers() {
    Instant now = time.instant();
    while (!timers.isEmpty() && !timers.peek().due().isAfter(now)) {
      Timer timer = timers.poll();
      if (timer.due().equals(due.get(timer.task()))) {
        due.remove(timer.task());
        enqueue(timer.task());
      }
    }
  }

  private boolean workOnce() {
    Task task = ready.poll();
    if (task == null) {
      return false;
    }
    waiting.remove(task);
    try {
      task.controller().reconcile(task.key(), workOf(task.controller()));
      failures.remove(task);
    } catch (RuntimeException failed) {
      if (!closed) {
        int times = failures.merge(task, 1, Integer::sum);
        LOG.log(System.Logger.Level.WARNING, "Cannot reconcile " + task.key() + " now", failed);
        later(RETRY.multipliedBy(1L << Math.min(times, LONGEST_RETRY)), task);
      }
    }
    return true;
  }

  private void enqueue(Task task) {
    if (waiting.add(task)) {
      ready.add(task);
    }
  }

  private void later(Duration delay, Task task) {
    Instant at = time.instant().plus(delay);
    Instant known = due.get(task);
    if (known == null || at.isBefore(known)) {
      due.put(task, at);
      timers.add(new Timer(at, task));
    }
  }

  private Work workOf(Controller controller) {
    return new Work() {
      @Override
      public void now(Key key) {
        enqueue(new Task(controller, key));
      }

      @Override
      public void after(Duration delay, Key key) {
        later(delay, new Task(controller, key));
      }
    };
  }

  private static Key key(ResourceType type, ObjectNode object) {
    Meta meta = new Meta(object);
    return new Key(type, meta.namespace(), meta.name());
  }
}
