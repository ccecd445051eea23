package dev.binnacle.sandbox.kubernetes.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.kubernetes.Fault;
import dev.binnacle.sandbox.kubernetes.apiserver.ApiClient.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {
  @TempDir private Path directory;
  private ServerUnderTest server;

  @BeforeEach
  void start() {
    server = new ServerUnderTest(directory);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aServerThatIsDownDropsAndRefusesConnections() throws Exception {
    try (ApiClient client = server.admin();
        Stream<JsonNode> lines = client.lines("/api/v1/namespaces?watch=1")) {
      Iterator<JsonNode> events = lines.iterator();
      assertThat(events.next().path("type").asText()).isEqualTo("ADDED");

      int id = server.faults.inject(new Fault.ApiServerDown());

      assertThatThrownBy(
              () -> {
                while (events.hasNext()) {
                  events.next();
                }
              })
          .hasRootCauseInstanceOf(IOException.class);
      assertThatThrownBy(() -> client.get("/version")).isInstanceOf(ConnectException.class);
      server.faults.repair(id);
      assertThat(client.get("/version").status()).isEqualTo(200);
    }
  }

  @Test
  void anExpiredCertificateIsSeenByClients() throws Exception {
    try (ApiClient client = server.admin()) {
      int id = server.faults.inject(new Fault.CertificateExpired());

      assertThatThrownBy(() -> client.get("/version"))
          .isInstanceOf(SSLException.class)
          .hasStackTraceContaining("validity check failed");
      server.faults.repair(id);
      assertThat(client.get("/version").status()).isEqualTo(200);
    }
  }

  @Test
  void aSlowServerLetsWait() throws Exception {
    server.faults.inject(new Fault.ApiServerSlow(Duration.ofMillis(700)));
    Instant start = Instant.now();

    try (ApiClient client = server.admin()) {
      assertThat(client.get("/version").status()).isEqualTo(200);
    }

    assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(690));
  }

  @Test
  void throttlingSparesTheMasters() throws Exception {
    server.faults.inject(new Fault.Throttled(Duration.ofSeconds(3)));

    try (ApiClient binnacle = server.account("binnacle");
        ApiClient admin = server.admin()) {
      Reply reply = binnacle.get("/api/v1/nodes");
      assertThat(reply.status()).isEqualTo(429);
      assertThat(reply.headers().firstValue("Retry-After")).contains("3");
      assertThat(reply.body().asText()).startsWith("Too many requests");
      assertThat(admin.get("/api/v1/nodes").status()).isEqualTo(200);
    }
  }

  @Test
  void somePathsFail() throws Exception {
    server.faults.inject(new Fault.ServerError("/api/v1/nodes.*", 503));

    try (ApiClient client = server.admin()) {
      assertThat(client.get("/api/v1/nodes").at("/reason")).isEqualTo("ServiceUnavailable");
      assertThat(client.get("/api/v1/pods").status()).isEqualTo(200);
    }
  }

  @Test
  void watchesCanBeExpiredAndSilent() throws Exception {
    try (ApiClient client = server.admin()) {
      int id = server.faults.inject(new Fault.WatchExpired());
      try (Stream<JsonNode> lines = client.lines("/api/v1/nodes?watch=1&resourceVersion=2")) {
        assertThat(lines.toList())
            .singleElement()
            .extracting(event -> event.at("/object/code").asInt())
            .isEqualTo(410);
      }
      server.faults.repair(id);
      server.faults.inject(new Fault.WatchSilent());
      try (Stream<JsonNode> lines =
          client.lines("/api/v1/nodes?watch=1&timeoutSeconds=1&allowWatchBookmarks=true")) {
        assertThat(lines.toList()).isEmpty();
      }
    }
  }

  @Test
  void faultsAreManagedByHttp() throws Exception {
    try (ApiClient client = server.admin()) {
      Reply begun =
          client.post(
              "/simulator/faults",
              "{fault: SlowTermination, pods: {namespace: shop, name: '', labelSelector: app=web}, time: PT20S}");
      assertThat(begun.status()).isEqualTo(201);
      assertThat(server.faults.active(Fault.SlowTermination.class).findFirst().orElseThrow().time())
          .isEqualTo(Duration.ofSeconds(20));
      assertThat(client.get("/simulator/faults").at("/items/0/fault")).isEqualTo("SlowTermination");

      assertThat(client.delete("/simulator/faults/" + begun.at("/id"), "").status()).isEqualTo(200);
      assertThat(server.faults.active()).isEmpty();
      assertThat(client.delete("/simulator/faults/77", "").status()).isEqualTo(404);
      assertThat(client.post("/simulator/faults", "{fault: Unheard}").status()).isEqualTo(400);
    }
  }
}
