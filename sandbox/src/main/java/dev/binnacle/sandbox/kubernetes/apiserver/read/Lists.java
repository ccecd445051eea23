package dev.binnacle.sandbox.kubernetes.apiserver.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.FieldError;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Query;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Listing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Answers lists, page by page of one state. Sources: kubernetes
 * staging/src/k8s.io/apiserver/pkg/storage/etcd3/store.go (GetList),
 * staging/src/k8s.io/apimachinery/pkg/apis/meta/internalversion/validation/validation.go.
 */
public final class Lists {
  private static final int KEPT_STATES = 32;
  private static final String TOO_OLD =
      "The provided continue parameter is too old to display a consistent list result. You can start"
          + " a new list without the continue parameter, or use the continue token in this response to"
          + " retrieve the remainder of the results. Continuing with the provided token results in an"
          + " inconsistent list - objects that were created, modified, or deleted between the time the"
          + " first chunk was returned and now may show up in the list.";

  /** What a state is of. */
  private record State(Selection selection, long revision) {
    State(Selection selection, Listing listing) {
      this(selection, listing.revision());
    }

    /** States of the same type and namespace serve any selector. */
    String key() {
      return selection.type() + "/" + selection.namespace() + "@" + revision;
    }
  }

  private final ObjectStore store;

  /** The lists that have pages left, the oldest first. */
  private final Map<String, Listing> states = new LinkedHashMap<>();

  public Lists(ObjectStore store) {
    this.store = store;
  }

  /**
   * What the parameters limit, continue, resourceVersion and resourceVersionMatch ask for.
   *
   * @throws Refusal 410 when the state of the first page is not there any more; 422 for parameters
   *     that do not go together; 504 for a revision that is not reached yet
   */
  public Page page(Selection selection, Query query) {
    Optional<ContinueToken> token = query.first("continue").map(ContinueToken::parse);
    String version = query.first("resourceVersion").orElse("");
    checkMatch(query.first("resourceVersionMatch"), version, token.isPresent());
    boolean cached = version.equals("0") && token.isEmpty();
    long limit = cached ? 0 : Math.max(0, query.number("limit").orElse(0));
    Listing listing =
        token.map(of -> stateOf(selection, of)).orElseGet(() -> listing(selection, version, query));
    return page(selection, listing, token.map(ContinueToken::after).orElse(""), limit);
  }

  /** Forgets all earlier states, as when etcd was compacted. */
  public synchronized void forget() {
    states.clear();
  }

  private Page page(Selection selection, Listing listing, String after, long limit) {
    List<ObjectNode> found = new ArrayList<>();
    for (ObjectNode object : listing.objects()) {
      if ((after.isEmpty() || keyOf(object).compareTo(after) > 0) && selection.matches(object)) {
        found.add(object);
      }
    }
    if (limit == 0 || found.size() <= limit) {
      return new Page(found, listing.revision(), Optional.empty(), OptionalLong.empty());
    }
    keep(new State(selection, listing), listing);
    List<ObjectNode> part = List.copyOf(found.subList(0, (int) limit));
    ContinueToken next = new ContinueToken(listing.revision(), keyOf(part.getLast()));
    return new Page(
        part,
        listing.revision(),
        Optional.of(next.toString()),
        selection.isWhole() ? OptionalLong.of(found.size() - limit) : OptionalLong.empty());
  }

  private Listing listing(Selection selection, String version, Query query) {
    Listing listing = selection.listing(store);
    long wanted = Revisions.parse(version).orElse(0);
    Revisions.checkReached(wanted, listing.revision());
    boolean exact = query.first("resourceVersionMatch").filter("Exact"::equals).isPresent();
    if (exact && wanted != listing.revision()) {
      return kept(new State(selection, wanted))
          .orElseThrow(
              () -> Refusals.expired("The resourceVersion for the provided list is too old."));
    }
    return listing;
  }

  private Listing stateOf(Selection selection, ContinueToken token) {
    if (token.revision() < 0) {
      return selection.listing(store);
    }
    return kept(new State(selection, token.revision()))
        .orElseThrow(() -> {
          Refusal refusal = Refusals.expired(TOO_OLD);
          refusal
              .status()
              .withObjectProperty("metadata")
              .put("continue", new ContinueToken(-1, token.after()).toString());
          return refusal;
        });
  }

  private synchronized Optional<Listing> kept(State state) {
    return Optional.ofNullable(states.get(state.key()));
  }

  private synchronized void keep(State state, Listing listing) {
    states.put(state.key(), listing);
    if (states.size() > KEPT_STATES) {
      states.remove(states.keySet().iterator().next());
    }
  }

  private static String keyOf(ObjectNode object) {
    return object.path("metadata").path("namespace").asText()
        + "/"
        + object.path("metadata").path("name").asText();
  }

  private static void checkMatch(Optional<String> match, String version, boolean continued) {
    if (match.isPresent()) {
      String value = match.get();
      if (continued) {
        throw invalid(
            FieldError.forbidden(
                "resourceVersionMatch",
                "resourceVersionMatch is forbidden when continue is provided"));
      }
      if (version.isEmpty()) {
        throw invalid(
            FieldError.forbidden(
                "resourceVersionMatch",
                "resourceVersionMatch is forbidden unless resourceVersion is provided"));
      }
      if (!value.equals("Exact") && !value.equals("NotOlderThan")) {
        throw invalid(
            FieldError.notSupported("resourceVersionMatch", value, "\"Exact\", \"NotOlderThan\""));
      }
      if (value.equals("Exact") && version.equals("0")) {
        throw invalid(
            FieldError.forbidden(
                "resourceVersionMatch",
                "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
      }
    }
    if (continued && !version.isEmpty() && !version.equals("0")) {
      throw Refusals.badRequest("specifying resource version is not allowed when using continue");
    }
  }

  private static Refusal invalid(FieldError error) {
    return Refusals.invalid("ListOptions", "meta.k8s.io", "", List.of(error));
  }
}
