package dev.binnacle.platform.kubernetes;

import dev.binnacle.platform.Component;
import dev.binnacle.platform.ComponentEdge;
import dev.binnacle.platform.ComponentEdges;
import dev.binnacle.platform.ComponentRefusedException;
import dev.binnacle.platform.ComponentUnavailableException;
import dev.binnacle.platform.PlatformDescription.Cluster;
import dev.binnacle.platform.PlatformDescription.ClusterAccess;
import dev.binnacle.platform.kubernetes.ApiClients.Connected;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * The API server of one cluster, behind its edge. Every method waits, at most for the edge's time
 * limit unless it says otherwise, and throws a {@link ProblemException} that names the cluster and
 * what it said. Thread-safe.
 */
final class ApiServer implements AutoCloseable {

  /**
   * An effect may take longer than a look: before it refuses an eviction the server itself tries
   * for ten seconds (kubernetes pkg/registry/core/pod/storage/eviction.go, EvictionsRetry).
   */
  private static final Duration EFFECT_TIME = Duration.ofSeconds(15);

  private final Component component;
  private final ComponentEdges edges;
  private final ApiClients clients;
  private final String accessWords;
  private final Clock clock;
  private final SharedCall<Boolean> presence = new SharedCall<>(this::isPresent);
  private volatile Instant answeredAt = Instant.MIN;
  private volatile boolean closed;

  ApiServer(Cluster cluster, ComponentEdges edges, Clock clock) {
    this.component = new Component(Component.Type.KUBERNETES, cluster.name(), cluster.site());
    this.edges = edges;
    this.clock = clock;
    this.clients = new ApiClients(cluster.access(), EFFECT_TIME, clock);
    this.accessWords =
        switch (cluster.access()) {
          case ClusterAccess.Kubeconfig kubeconfig -> "kubeconfig " + kubeconfig.file();
          case ClusterAccess.InCluster here -> "the cluster of this pod";
        };
  }

  /** The component that problems name. */
  Component component() {
    return component;
  }

  /**
   * Asks for something.
   *
   * @param asked the permission that it needs
   * @param call gets the answer, within the time limit
   * @param shape reads it, in time of our own: the first object of a kind takes long to read
   */
  <A, T> T read(Permission asked, Function<KubernetesClient, A> call, Function<A, T> shape) {
    return readPart("", asked, call, shape);
  }

  /**
   * The same of a server that the API server only passes calls on to: it fails by itself.
   *
   * @param part the path of what it serves
   */
  <A, T> T readPart(
      String part, Permission asked, Function<KubernetesClient, A> call, Function<A, T> shape) {
    var connected = connected();
    A answer = edge(connected, part).read(told(asked, () -> call.apply(connected.client())));
    return understood(() -> shape.apply(answer));
  }

  /** What an answer means; the problem when it makes no sense. */
  <T> T understood(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (ComponentRefusedException nonsense) {
      throw Problem.of(
              ProblemCode.COMPONENT_REFUSED,
              "The Kubernetes API of %s gave %s."
                  .formatted(component.name(), nonsense.getMessage()))
          .causedBy(component.type().name(), component.name(), nonsense.getMessage())
          .asException();
    }
  }

  /**
   * Wishes a change and hands out the answer, with its headers. The library's own calls read before
   * they patch, and keep the answer to an eviction to themselves.
   *
   * @param asked the permission that it needs; its verb is create or patch
   * @param target the path from the root, with parameters
   * @param isAnswer which statuses are answers; any other becomes the problem
   * @throws ProblemException when there is no answer, in which case it may happen all the same
   */
  ApiReply effect(
      Permission asked, String target, String mediaType, String json, IntPredicate isAnswer) {
    var connected = connected();
    return edge(connected, "")
        .effect(
            EFFECT_TIME,
            told(
                asked,
                () -> {
                  var http = connected.client().getHttpClient();
                  var request =
                      http.newHttpRequestBuilder()
                          .uri(connected.access().server() + target)
                          .method(asked.verb().equals("patch") ? "PATCH" : "POST", mediaType, json)
                          .build();
                  var reply = ApiReply.of(http.sendAsync(request, byte[].class).get());
                  if (!isAnswer.test(reply.status())) {
                    throw ApiRefusal.of(asked, reply);
                  }
                  return reply;
                }));
  }

  /**
   * Opens an answer that goes on. The time limit holds until it begins.
   *
   * @param target the path from the root, with parameters
   */
  ApiStream open(Permission asked, String target) {
    var connected = connected();
    return edge(connected, "").read(told(asked, () -> opened(asked, connected, target)));
  }

  /**
   * Makes sure that the server is there: it has answered lately, or does so now. Whatever it says,
   * even that we may not ask, it is there.
   *
   * @param lately how long an answer counts
   * @throws ProblemException when it keeps silent
   */
  void confirmPresence(Duration lately) {
    if (answeredAt.plus(lately).isBefore(clock.instant())) {
      presence.join();
    }
  }

  private boolean isPresent() {
    try {
      read(new Permission("get", "version"), client -> client.raw("/version"), said -> true);
    } catch (ProblemException refused) {
      if (refused.problem().code() != ProblemCode.COMPONENT_REFUSED) {
        throw refused;
      }
      answeredAt = clock.instant();
    }
    return true;
  }

  private static ApiStream opened(Permission asked, Connected connected, String target)
      throws Exception {
    var http = connected.client().getHttpClient();
    HttpRequest request =
        http.newHttpRequestBuilder()
            .uri(connected.access().server() + target)
            .header("Accept", "application/json")
            .forStreaming()
            .build();
    var response = http.sendAsync(request, InputStream.class).get();
    if (response.isSuccessful()) {
      return new ApiStream(response.body());
    }
    try (var body = response.body()) {
      throw ApiRefusal.of(
          asked, ApiReply.of(response.code(), Optional.empty(), body.readAllBytes()));
    }
  }

  /** The call, which throws what really went wrong. */
  private <T> Callable<T> told(Permission asked, Callable<T> call) {
    return () -> {
      try {
        T answer = call.call();
        answeredAt = clock.instant();
        return answer;
      } catch (Exception thrown) {
        throw closed ? letGo() : ClientFailure.of(asked, thrown);
      }
    };
  }

  /** There is no client without usable files: told and counted like every failure. */
  private Connected connected() {
    if (closed) {
      throw letGo();
    }
    try {
      return clients.current();
    } catch (ComponentUnavailableException unusable) {
      return edges
          .of(component, accessWords)
          .read(() -> {
            throw unusable;
          });
    }
  }

  /** Whoever holds on to a cluster that was let go has to look it up again. */
  private ProblemException letGo() {
    return Problem.of(
            ProblemCode.PLATFORM_CHANGED,
            "The cluster %s is described no more, or otherwise.".formatted(component.name()))
        .asException();
  }

  private ComponentEdge edge(Connected connected, String part) {
    return edges.of(component, connected.access().server() + part);
  }

  @Override
  public void close() {
    closed = true;
    clients.close();
  }
}
