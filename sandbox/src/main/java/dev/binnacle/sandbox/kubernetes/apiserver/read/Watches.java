package dev.binnacle.sandbox.kubernetes.apiserver.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.Faults;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Answer;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.FieldError;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Query;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Change;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Event;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Listing;
import dev.binnacle.sandbox.kubernetes.store.RevisionExpired;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * Tells changes as they happen. Sources: kubernetes
 * staging/src/k8s.io/apiserver/pkg/storage/cacher/cacher.go, .../endpoints/handlers/watch.go.
 */
public final class Watches {
  /** The real server says it about once a minute. */
  private static final Duration BOOKMARKS = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final long LEAST_SECONDS = 1800;

  private final ObjectStore store;
  private final Faults faults;

  public Watches(ObjectStore store, Faults faults) {
    this.store = store;
    this.faults = faults;
  }

  /**
   * A stream of watch events, one a line, that ends after timeoutSeconds.
   *
   * @param view how an object is shown; called for each in order
   * @throws Refusal 422 for parameters of a later server, 400 for unreadable ones
   */
  public Answer watch(Selection selection, Query query, Function<ObjectNode, ObjectNode> view) {
    if (query.first("sendInitialEvents").isPresent()) {
      throw Refusals.invalid(
          "ListOptions",
          "meta.k8s.io",
          "",
          List.of(
              FieldError.forbidden(
                  "sendInitialEvents",
                  "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled")));
    }
    OptionalLong from = Revisions.parse(query.first("resourceVersion").orElse(""));
    Revisions.checkReached(from.orElse(0), store.revision());
    long seconds =
        query
            .number("timeoutSeconds")
            .orElseGet(() -> LEAST_SECONDS + ThreadLocalRandom.current().nextLong(LEAST_SECONDS));
    boolean bookmarks = query.flag("allowWatchBookmarks");
    return new Answer.Stream(
        "application/json",
        out ->
            new Conversation(selection, view, bookmarks, out)
                .run(from, System.nanoTime() + Duration.ofSeconds(seconds).toNanos()));
  }

  /** One watch while it lasts. */
  private final class Conversation {
    private final Selection selection;
    private final Function<ObjectNode, ObjectNode> view;
    private final boolean bookmarks;
    private final OutputStream out;
    private long seen;

    Conversation(
        Selection selection,
        Function<ObjectNode, ObjectNode> view,
        boolean bookmarks,
        OutputStream out) {
      this.selection = selection;
      this.view = view;
      this.bookmarks = bookmarks;
      this.out = out;
    }

    void run(OptionalLong from, long end) throws IOException, InterruptedException {
      out.flush();
      if (faults.has(Fault.WatchExpired.class)) {
        refuse(
            Refusals.expired(
                "too old resource version: %d (%d)".formatted(from.orElse(0), store.revision())));
        return;
      }
      if (from.orElse(0) == 0) {
        tellAll();
      } else {
        seen = from.getAsLong();
      }
      try {
        tellChanges(end);
      } catch (RevisionExpired expired) {
        refuse(Refusals.expired(expired.getMessage()));
      }
    }

    private void tellAll() throws IOException {
      Listing listing = selection.listing(store);
      for (ObjectNode object : listing.objects()) {
        if (selection.matches(object)) {
          tell("ADDED", view.apply(object));
        }
      }
      out.flush();
      seen = listing.revision();
    }

    private void tellChanges(long end) throws IOException, InterruptedException {
      long nextBookmark = System.nanoTime() + BOOKMARKS.toNanos();
      while (System.nanoTime() < end) {
        if (faults.has(Fault.WatchExpired.class)) {
          refuse(
              Refusals.expired(
                  "too old resource version: %d (%d)".formatted(seen, store.revision())));
          return;
        }
        List<Event> events = store.changesAfter(seen, LOOK);
        if (faults.has(Fault.WatchSilent.class)) {
          Thread.sleep(LOOK);
          continue;
        }
        for (Event event : events) {
          tell(event);
          seen = event.revision();
        }
        if (bookmarks && System.nanoTime() > nextBookmark) {
          nextBookmark = System.nanoTime() + BOOKMARKS.toNanos();
          tell("BOOKMARK", bookmark());
        }
        out.flush();
      }
      if (bookmarks && !faults.has(Fault.WatchSilent.class)) {
        tell("BOOKMARK", bookmark());
      }
    }

    /** What comes into the selection was added, what leaves it is deleted, to this watcher. */
    private void tell(Event event) throws IOException {
      if (!event.type().equals(selection.type())) {
        return;
      }
      boolean is = event.change() != Change.DELETED && selection.matches(event.object());
      boolean was = event.previous().filter(selection::matches).isPresent();
      if (is) {
        tell(was ? "MODIFIED" : "ADDED", view.apply(event.object()));
      } else if (was) {
        tell("DELETED", view.apply(lastState(event)));
      }
    }

    private ObjectNode lastState(Event event) {
      if (event.change() == Change.DELETED) {
        return event.object();
      }
      ObjectNode last = event.previous().orElse(event.object()).deepCopy();
      last.withObjectProperty("metadata").put("resourceVersion", Long.toString(event.revision()));
      return last;
    }

    private ObjectNode bookmark() {
      ObjectNode object = Json.object(selection.type().apiVersion(), selection.type().kind());
      object
          .putObject("metadata")
          .put("resourceVersion", Long.toString(seen))
          .putNull("creationTimestamp");
      return object;
    }

    private void refuse(Refusal refusal) throws IOException {
      tell("ERROR", refusal.status());
      out.flush();
    }

    private void tell(String type, ObjectNode object) throws IOException {
      ObjectNode event = Json.object().put("type", type);
      event.set("object", object);
      out.write(Json.bytes(event));
      out.write('\n');
    }
  }
}
