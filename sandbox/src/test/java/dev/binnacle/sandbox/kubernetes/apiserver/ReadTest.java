package dev.binnacle.sandbox.kubernetes.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.kubernetes.apiserver.ApiClient.Reply;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadTest {
  private static final String PODS = "/api/v1/namespaces/shop/pods";
  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

  @TempDir private Path directory;
  private ServerUnderTest server;
  private ApiClient client;

  @BeforeEach
  void start() {
    server = new ServerUnderTest(directory);
    client = server.admin();
    for (int i = 1; i <= 5; i++) {
      server.add(
          ResourceTypes.PODS,
          """
          metadata: {name: web-%d, namespace: shop, labels: {app: web, even: "%s"}}
          spec: {nodeName: worker-%d, containers: [{name: web}]}
          status: {phase: Running}
          """
              .formatted(i, i % 2 == 0, i % 2));
    }
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void discoveryNamesWhatIsServed() throws Exception {
    assertThat(client.get("/version").at("/gitVersion")).isEqualTo("v1.33.4+rke2r1");
    assertThat(client.get("/api/v1").body().path("resources").findValuesAsText("name"))
        .contains("nodes", "pods/eviction", "pods/log", "nodes/proxy");
    assertThat(client.get("/apis").body().path("groups").findValuesAsText("name"))
        .contains("apps", "policy", "metrics.k8s.io", "coordination.k8s.io");
    assertThat(client.get("/apis/policy").at("/preferredVersion/groupVersion"))
        .isEqualTo("policy/v1");
    assertThat(client.get("/apis/nothing/v1").status()).isEqualTo(404);
    assertThat(client.get("/readyz?verbose").body().asText())
        .contains("[+]etcd ok")
        .endsWith("readyz check passed\n");
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    Reply reply = client.get(PODS + "/none");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.message()).isEqualTo("pods \"none\" not found");
    assertThat(reply.at("/details/kind")).isEqualTo("pods");
    assertThat(client.get("/api/v1/namespaces/shop/things").message())
        .isEqualTo("the server could not find the requested resource");
  }

  @Test
  void listsAreSelected() throws Exception {
    assertThat(names(client.get(PODS + "?labelSelector=even%3Dtrue")))
        .containsExactly("web-2", "web-4");
    assertThat(names(client.get("/api/v1/pods?fieldSelector=spec.nodeName%3Dworker-1")))
        .containsExactly("web-1", "web-3", "web-5");
    Reply unknown = client.get(PODS + "?fieldSelector=spec.color%3Dred");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.message()).isEqualTo("field label not supported: spec.color");
    assertThat(client.get(PODS + "?labelSelector=a+b").status()).isEqualTo(400);
  }

  @Test
  void pagesAreOfOneState() throws Exception {
    Reply first = client.get(PODS + "?limit=2");
    assertThat(names(first)).containsExactly("web-1", "web-2");
    assertThat(first.body().at("/metadata/remainingItemCount").asInt()).isEqualTo(3);
    server.store.delete(new Key(ResourceTypes.PODS, "shop", "web-3"));
    server.add(ResourceTypes.PODS, "metadata: {name: web-9, namespace: shop}");

    Reply second = client.get(PODS + "?limit=2&continue=" + first.at("/metadata/continue"));
    Reply last = client.get(PODS + "?limit=2&continue=" + second.at("/metadata/continue"));

    assertThat(names(second)).containsExactly("web-3", "web-4");
    assertThat(names(last)).containsExactly("web-5");
    assertThat(last.body().at("/metadata/continue").isMissingNode()).isTrue();
    assertThat(last.at("/metadata/resourceVersion"))
        .isEqualTo(first.at("/metadata/resourceVersion"));
  }

  @Test
  void anOldContinueTokenIsGoneAndNamesAnotherOne() throws Exception {
    String token = client.get(PODS + "?limit=2").at("/metadata/continue");
    try (ApiClient other = server.admin()) {
      for (int i = 0; i < 40; i++) {
        server.store.update(
            new Key(ResourceTypes.PODS, "shop", "web-1"),
            pod -> pod.put("x", pod.path("x").asInt() + 1));
        other.get(PODS + "?limit=1");
      }
    }

    Reply gone = client.get(PODS + "?limit=2&continue=" + token);
    assertThat(gone.status()).isEqualTo(410);
    assertThat(gone.at("/reason")).isEqualTo("Expired");
    Reply rest = client.get(PODS + "?limit=2&continue=" + gone.at("/metadata/continue"));
    assertThat(names(rest)).containsExactly("web-3", "web-4");
  }

  @Test
  void aRevisionOfTheFutureIsNotReached() throws Exception {
    Reply reply = client.get(PODS + "?resourceVersion=999999");

    assertThat(reply.status()).isEqualTo(504);
    assertThat(reply.at("/details/causes/0/reason")).isEqualTo("ResourceVersionTooLarge");
  }

  @Test
  void tablesHaveColumnsAndRows() throws Exception {
    Reply table = client.get(PODS, TABLE);

    assertThat(table.at("/kind")).isEqualTo("Table");
    assertThat(table.body().path("columnDefinitions").findValuesAsText("name"))
        .startsWith("Name", "Ready", "Status", "Restarts", "Age", "IP", "Node");
    assertThat(table.at("/rows/0/cells/0")).isEqualTo("web-1");
    assertThat(table.at("/rows/0/object/kind")).isEqualTo("PartialObjectMetadata");
  }

  @Test
  void aWatchTellsWhatIsThereAndWhatHappens() throws Exception {
    try (Stream<JsonNode> lines =
        client.lines(PODS + "?watch=1&labelSelector=even%3Dtrue&timeoutSeconds=30")) {
      Iterator<JsonNode> events = lines.iterator();
      assertThat(told(events)).isEqualTo("ADDED web-2");
      assertThat(told(events)).isEqualTo("ADDED web-4");

      relabel("web-1", "true");
      assertThat(told(events)).isEqualTo("ADDED web-1");
      relabel("web-2", "false");
      assertThat(told(events)).isEqualTo("DELETED web-2");
      server.store.delete(new Key(ResourceTypes.PODS, "shop", "web-4"));
      assertThat(told(events)).isEqualTo("DELETED web-4");
    }
  }

  @Test
  void aWatchGoesOnFromARevisionAndEndsWithABookmark() throws Exception {
    String revision = client.get(PODS).at("/metadata/resourceVersion");
    relabel("web-3", "maybe");

    List<JsonNode> events = new ArrayList<>();
    try (Stream<JsonNode> lines =
        client.lines(
            PODS
                + "?watch=1&timeoutSeconds=1&allowWatchBookmarks=true&resourceVersion="
                + revision)) {
      lines.forEach(events::add);
    }

    assertThat(events)
        .extracting(event -> event.path("type").asText())
        .containsExactly("MODIFIED", "BOOKMARK");
    assertThat(events.getLast().at("/object/metadata/resourceVersion").asLong())
        .isEqualTo(server.store.revision());
  }

  @Test
  void aWatchFromTheDistantPastIsGone() throws Exception {
    server.store.compact();

    try (Stream<JsonNode> lines = client.lines(PODS + "?watch=1&resourceVersion=1")) {
      JsonNode only = lines.toList().getFirst();
      assertThat(only.path("type").asText()).isEqualTo("ERROR");
      assertThat(only.at("/object/code").asInt()).isEqualTo(410);
      assertThat(only.at("/object/reason").asText()).isEqualTo("Expired");
    }
  }

  @Test
  void watchesComeByPlainHttpOnly() {
    assertThat(client.webSocketRefusal(PODS + "?watch=1")).isEqualTo(503);
  }

  @Test
  void kubeletsAreBehindTheServer() throws Exception {
    assertThat(client.get(PODS + "/web-1/log").body().asText()).isEqualTo("shop/web-1/web\n");
    server.add(ResourceTypes.NODES, "metadata: {name: dead}");
    Reply dead = client.get("/api/v1/nodes/dead/proxy/stats/summary");
    assertThat(dead.status()).isEqualTo(503);
    assertThat(dead.message()).startsWith("error trying to reach service: dial tcp");
    assertThat(client.get("/apis/metrics.k8s.io/v1beta1/nodes").status()).isEqualTo(503);
  }

  private void relabel(String pod, String even) {
    server.store.update(
        new Key(ResourceTypes.PODS, "shop", pod),
        found -> {
          found.withObjectProperty("metadata").withObjectProperty("labels").put("even", even);
          return found;
        });
  }

  private static String told(Iterator<JsonNode> events) {
    JsonNode event = events.next();
    return event.path("type").asText() + " " + event.at("/object/metadata/name").asText();
  }

  private static List<String> names(Reply list) {
    List<String> names = new ArrayList<>();
    list.body().path("items").forEach(item -> names.add(item.at("/metadata/name").asText()));
    return names;
  }
}
