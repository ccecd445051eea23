package dev.binnacle.sandbox.kubernetes.store;

import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Event;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Tells listeners every change, one after the other, on a thread of its own. */
final class Dispatcher {
  private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

  private record Delivery(Event event, List<Consumer<Event>> listeners) {}

  private final BlockingQueue<Delivery> queue = new LinkedBlockingQueue<>();
  private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("kubernetes-store").start(this::run);

  AutoCloseable subscribe(Consumer<Event> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Only those hear of it who listen now. */
  void add(Event event) {
    if (!listeners.isEmpty()) {
      queue.add(new Delivery(event, List.copyOf(listeners)));
    }
  }

  void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        Delivery delivery = queue.take();
        delivery.listeners().stream()
            .filter(listeners::contains)
            .forEach(listener -> tell(listener, delivery.event()));
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static void tell(Consumer<Event> listener, Event event) {
    try {
      listener.accept(event);
    } catch (RuntimeException failed) {
      LOG.log(System.Logger.Level.ERROR, "A listener failed on " + event.change(), failed);
    }
  }
}
