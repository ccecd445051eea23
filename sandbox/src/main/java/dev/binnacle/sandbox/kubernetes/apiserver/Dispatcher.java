package dev.binnacle.sandbox.kubernetes.apiserver;

import dev.binnacle.sandbox.kubernetes.apiserver.access.AccessReviews;
import dev.binnacle.sandbox.kubernetes.apiserver.access.Attempt;
import dev.binnacle.sandbox.kubernetes.apiserver.access.Rbac;
import dev.binnacle.sandbox.kubernetes.apiserver.catalog.Catalog;
import dev.binnacle.sandbox.kubernetes.apiserver.catalog.Discovery;
import dev.binnacle.sandbox.kubernetes.apiserver.catalog.ResourcePath;
import dev.binnacle.sandbox.kubernetes.apiserver.openapi.OpenApi;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Answer;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds out what a request is about, whether its sender may, and who answers it. */
final class Dispatcher {
  private final Rbac rbac;
  private final Catalog catalog;
  private final Discovery discovery;
  private final AccessReviews reviews;
  private final ResourceRequests resources;
  private final MetricsRequests metrics;
  private final SimulatorRequests simulator;
  private final String address;

  Dispatcher(
      Rbac rbac,
      Catalog catalog,
      ResourceRequests resources,
      MetricsRequests metrics,
      SimulatorRequests simulator,
      String address) {
    this.rbac = rbac;
    this.catalog = catalog;
    this.discovery = new Discovery(catalog);
    this.reviews = new AccessReviews(rbac);
    this.resources = resources;
    this.metrics = metrics;
    this.simulator = simulator;
    this.address = address;
  }

  Answer answer(ApiRequest request) {
    refuseWebSocket(request);
    Optional<ResourcePath> path = ResourcePath.of(request.segments());
    if (path.isEmpty()) {
      rbac.checkPath(request.user(), request.method().toLowerCase(Locale.ROOT), request.path());
      return document(request);
    }
    return resource(request, path.get());
  }

  /**
   * The real server offers watches by WebSocket too. Where there are none (a proxy in between may
   * not pass them), clients hear 503 and go on with plain HTTP: fabric8 kubernetes-client,
   * WatchConnectionManager.
   */
  private static void refuseWebSocket(ApiRequest request) {
    if (request.header("upgrade").equalsIgnoreCase("websocket")) {
      throw Refusals.other(503, "ServiceUnavailable", "WebSockets are not supported");
    }
  }

  private Answer resource(ApiRequest request, ResourcePath path) {
    if (reviews.serves(path)) {
      return reviews.answer(path, request);
    }
    if (path.group().equals(MetricsRequests.GROUP)) {
      ResourceType type = MetricsRequests.type(path).orElseThrow(Refusals::noSuchPath);
      check(request, path, type);
      return metrics.answer(path, type, request);
    }
    ResourceType type = catalog.find(path).orElseThrow(Refusals::noSuchPath);
    check(request, path, type);
    return resources.answer(type, path, request);
  }

  private void check(ApiRequest request, ResourcePath path, ResourceType type) {
    rbac.check(
        request.user(),
        type,
        new Attempt(
            verb(request, path), type.group(), path.resource(), path.namespace(), path.name()));
  }

  private static String verb(ApiRequest request, ResourcePath path) {
    boolean one = !path.name().isEmpty();
    return switch (request.method()) {
      case "GET", "HEAD" -> {
        if (request.query().flag("watch")) {
          yield "watch";
        }
        yield one ? "get" : "list";
      }
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> one ? "delete" : "deletecollection";
      default -> throw Refusals.methodNotAllowed();
    };
  }

  private Answer document(ApiRequest request) {
    List<String> segments = request.segments();
    Optional<Answer> health = HealthChecks.answer(request);
    if (health.isPresent()) {
      return health.get();
    }
    if (!segments.isEmpty() && segments.getFirst().equals("simulator")) {
      return simulator.answer(request);
    }
    if (!List.of("GET", "HEAD").contains(request.method())) {
      throw Refusals.methodNotAllowed();
    }
    return switch (String.join("/", segments)) {
      case "version" -> Answer.ok(discovery.version());
      case "api" -> Answer.ok(discovery.coreVersions(address));
      case "apis" -> Answer.ok(discovery.groups());
      case "openapi/v2" ->
          new Answer.Stream(OpenApi.MEDIA_TYPE, out -> out.write(OpenApi.protobuf(catalog)));
      default -> discovered(segments);
    };
  }

  private Answer discovered(List<String> segments) {
    boolean core = segments.size() == 2 && segments.getFirst().equals("api");
    boolean grouped = segments.size() > 1 && segments.getFirst().equals("apis");
    if (core) {
      return discovery.resources(segments.get(1)).map(Answer::ok).orElseThrow(Refusals::noSuchPath);
    }
    if (grouped && segments.get(1).equals(MetricsRequests.GROUP) && segments.size() == 3) {
      Optional<Answer> absent = metrics.absent();
      if (absent.isPresent()) {
        return absent.get();
      }
    }
    if (grouped && segments.size() == 2) {
      return discovery.group(segments.get(1)).map(Answer::ok).orElseThrow(Refusals::noSuchPath);
    }
    if (grouped && segments.size() == 3) {
      return discovery
          .resources(segments.get(1) + "/" + segments.get(2))
          .map(Answer::ok)
          .orElseThrow(Refusals::noSuchPath);
    }
    return new Answer.Text(404, "404 page not found\n");
  }
}
