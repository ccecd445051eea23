package dev.binnacle.sandbox.kubernetes.apiserver.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.sandbox.kubernetes.apiserver.Manifest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.ApiRequest;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Json;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Query;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.User;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BindingsTest {
  private static final Key POD = new Key(ResourceTypes.PODS, "shop", "web-1");

  private final ObjectStore store = ObjectStore.inMemory();
  private final Bindings bindings = new Bindings(store);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aPodIsBoundOnce() {
    store.create(ResourceTypes.PODS, Manifest.of("metadata: {name: web-1, namespace: shop}"));

    bind("{target: {kind: Node, name: worker-1}}");

    assertThat(store.get(POD).orElseThrow().at("/spec/nodeName").asText()).isEqualTo("worker-1");
    assertThat(store.get(POD).orElseThrow().at("/status/conditions/0/type").asText())
        .isEqualTo("PodScheduled");
    Refusal refusal = refusal("{target: {kind: Node, name: worker-2}}");
    assertThat(refusal.code()).isEqualTo(409);
    assertThat(refusal)
        .hasMessage(
            "Operation cannot be fulfilled on pods/binding \"web-1\": pod web-1 is already assigned"
                + " to node \"worker-1\"");
  }

  @Test
  void aBindingNamesANode() {
    assertThat(refusal("{target: {kind: Node}}").code()).isEqualTo(422);
    assertThat(refusal("{target: {kind: Pod, name: x}}").code()).isEqualTo(422);
  }

  @Test
  void noSuchPod() {
    assertThat(refusal("{target: {name: worker-1}}").code()).isEqualTo(404);
  }

  private void bind(String body) {
    bindings.bind(
        "shop",
        "web-1",
        new ApiRequest(
            "POST",
            "/",
            new Query(""),
            Map.of(),
            Json.bytes(Manifest.of(body)),
            new User("scheduler", Set.of())));
  }

  private Refusal refusal(String body) {
    return catchThrowableOfType(Refusal.class, () -> bind(body));
  }
}
