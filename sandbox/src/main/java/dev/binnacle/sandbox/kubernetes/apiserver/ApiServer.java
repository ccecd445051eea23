package dev.binnacle.sandbox.kubernetes.apiserver;

import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.Faults;
import dev.binnacle.sandbox.kubernetes.apiserver.access.Authentication;
import dev.binnacle.sandbox.kubernetes.apiserver.access.Rbac;
import dev.binnacle.sandbox.kubernetes.apiserver.catalog.Catalog;
import dev.binnacle.sandbox.kubernetes.apiserver.pods.Bindings;
import dev.binnacle.sandbox.kubernetes.apiserver.pods.EvictionCounts;
import dev.binnacle.sandbox.kubernetes.apiserver.pods.Evictions;
import dev.binnacle.sandbox.kubernetes.apiserver.read.Lists;
import dev.binnacle.sandbox.kubernetes.apiserver.read.Watches;
import dev.binnacle.sandbox.kubernetes.apiserver.tls.CertificateAuthority;
import dev.binnacle.sandbox.kubernetes.apiserver.tls.ServerContext;
import dev.binnacle.sandbox.kubernetes.apiserver.write.Collections;
import dev.binnacle.sandbox.kubernetes.apiserver.write.Creations;
import dev.binnacle.sandbox.kubernetes.apiserver.write.Deletions;
import dev.binnacle.sandbox.kubernetes.apiserver.write.Scales;
import dev.binnacle.sandbox.kubernetes.apiserver.write.Updates;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The API server of a simulated cluster, on one HTTPS port of loopback. */
public final class ApiServer implements AutoCloseable {
  private static final Duration LIFETIME = Duration.ofDays(365);

  /** How the port is at the moment. */
  private enum State {
    CLOSED,
    OPEN,
    EXPIRED
  }

  private final CertificateAuthority authority;
  private final Faults faults;
  private final Listener listener;
  private State state = State.CLOSED;
  private boolean ended;

  private ApiServer(
      ObjectStore store,
      Faults faults,
      CertificateAuthority authority,
      EvictionCounts evictions,
      Backends backends,
      int port) {
    this.authority = authority;
    this.faults = faults;
    InstantSource time = InstantSource.system();
    Rbac rbac = new Rbac(store);
    Catalog catalog = new Catalog(store);
    Deletions deletions = new Deletions(store, time);
    Updates updates = new Updates(store, catalog, time);
    ResourceRequests.Verbs verbs =
        new ResourceRequests.Verbs(
            new Lists(store),
            new Watches(store, faults),
            new Creations(store, catalog, time),
            updates,
            new Scales(store, updates),
            deletions,
            new Collections(store, deletions),
            new Evictions(store, deletions, evictions),
            new Bindings(store),
            new KubeletRequests(backends.kubelets()));
    Dispatcher dispatcher =
        new Dispatcher(
            rbac,
            catalog,
            new ResourceRequests(store, catalog, verbs),
            new MetricsRequests(store, backends.metrics()),
            new SimulatorRequests(faults, evictions),
            "127.0.0.1:" + port);
    this.listener =
        new Listener(
            port,
            new Front(
                new Authentication(store, authority),
                new RequestFaults(faults),
                dispatcher::answer));
  }

  /** What the API server passes requests on to. */
  public record Backends(Kubelets kubelets, MetricsSource metrics) {}

  /** Serves the objects of a store. */
  public static ApiServer start(
      ObjectStore store,
      Faults faults,
      CertificateAuthority authority,
      EvictionCounts evictions,
      Backends backends,
      int port) {
    ApiServer server = new ApiServer(store, faults, authority, evictions, backends, port);
    faults.onChange(server::followFaults);
    server.followFaults();
    return server;
  }

  public URI url() {
    return URI.create("https://127.0.0.1:" + listener.port());
  }

  /** Drops all connections; the store stays open. */
  @Override
  public synchronized void close() {
    ended = true;
    enter(State.CLOSED);
  }

  private synchronized void followFaults() {
    if (ended || faults.has(Fault.ApiServerDown.class)) {
      enter(State.CLOSED);
    } else {
      enter(faults.has(Fault.CertificateExpired.class) ? State.EXPIRED : State.OPEN);
    }
  }

  private void enter(State wanted) {
    if (state == wanted) {
      return;
    }
    listener.close();
    if (wanted != State.CLOSED) {
      Instant now = Instant.now();
      Instant until = wanted == State.EXPIRED ? now.minus(Duration.ofDays(1)) : now.plus(LIFETIME);
      listener.open(ServerContext.of(authority.server(until), authority.certificate()));
    }
    state = wanted;
  }
}
