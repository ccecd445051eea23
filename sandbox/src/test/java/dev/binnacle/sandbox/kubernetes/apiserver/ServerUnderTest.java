package dev.binnacle.sandbox.kubernetes.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.TestPorts;
import dev.binnacle.sandbox.kubernetes.Faults;
import dev.binnacle.sandbox.kubernetes.apiserver.access.BootstrapAccess;
import dev.binnacle.sandbox.kubernetes.apiserver.pods.EvictionCounts;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.apiserver.tls.CertificateAuthority;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An API server with a store that nothing else changes: no controller, no kubelet. */
final class ServerUnderTest implements AutoCloseable {
  final ObjectStore store = ObjectStore.inMemory();
  final Faults faults = new Faults();
  final CertificateAuthority authority;
  private final ApiServer server;

  ServerUnderTest(Path directory) {
    BootstrapAccess.ensure(store);
    add(ResourceTypes.NAMESPACES, "metadata: {name: shop}");
    authority = CertificateAuthority.in(directory);
    server =
        ApiServer.start(
            store,
            faults,
            authority,
            new EvictionCounts(),
            new ApiServer.Backends(new Silence(), new NoMetrics()),
            TestPorts.RANGE.free(1).getFirst());
  }

  /** Stores an object as it is. */
  ObjectNode add(ResourceType type, String yaml) {
    return store.create(type, Manifest.of(yaml));
  }

  ApiClient admin() {
    return ApiClient.withCertificate(
        server.url(),
        authority.certificate(),
        authority.client("system:admin", List.of("system:masters")));
  }

  /** A user without groups. */
  ApiClient user(String name) {
    return ApiClient.withCertificate(
        server.url(), authority.certificate(), authority.client(name, List.of()));
  }

  /** One of the service accounts of the namespace binnacle. */
  ApiClient account(String name) {
    return ApiClient.withToken(
        server.url(), authority.certificate(), BootstrapAccess.token(store, name));
  }

  ApiClient stranger(CertificateAuthority other) {
    return ApiClient.withCertificate(
        server.url(),
        authority.certificate(),
        other.client("system:admin", List.of("system:masters")));
  }

  ApiClient token(String token) {
    return ApiClient.withToken(server.url(), authority.certificate(), token);
  }

  ApiClient anonymous() {
    return ApiClient.anonymous(server.url(), authority.certificate());
  }

  @Override
  public void close() {
    server.close();
    store.close();
  }

  private static final class Silence implements Kubelets {
    @Override
    public InputStream logs(String namespace, String pod, String container, LogOptions options) {
      return new ByteArrayInputStream(
          "%s/%s/%s\n".formatted(namespace, pod, container).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public ObjectNode statsSummary(String node) {
      if (node.equals("dead")) {
        throw new NodeUnreachable(node, "dial tcp 10.0.0.9:10250: i/o timeout");
      }
      return Json.object().put("node", node);
    }
  }

  private static final class NoMetrics implements MetricsSource {
    @Override
    public boolean available() {
      return false;
    }

    @Override
    public Optional<ObjectNode> node(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<ObjectNode> pod(String namespace, String name) {
      return Optional.empty();
    }
  }
}
