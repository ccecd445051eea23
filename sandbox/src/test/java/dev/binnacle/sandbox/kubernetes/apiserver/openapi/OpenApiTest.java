package dev.binnacle.sandbox.kubernetes.apiserver.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.kubernetes.apiserver.Manifest;
import dev.binnacle.sandbox.kubernetes.apiserver.catalog.Catalog;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  @Test
  void everyServedTypeCanBePatchedInADryRun() {
    try (ObjectStore store = ObjectStore.inMemory()) {
      store.create(
          ResourceTypes.CUSTOM_RESOURCE_DEFINITIONS,
          Manifest.of(
              """
              metadata: {name: widgets.acme.io}
              spec:
                group: acme.io
                scope: Cluster
                names: {plural: widgets, kind: Widget}
                versions: [{name: v1, served: true, storage: true}]
              """));

      assertThat(text(store))
          .contains("/api/v1/nodes/{name}")
          .contains("/apis/apps/v1/namespaces/{namespace}/deployments/{name}")
          .contains("group: \"apps\"\nkind: Deployment\nversion: v1\n")
          .contains("/apis/acme.io/v1/widgets/{name}")
          .contains("dryRun");
    }
  }

  private static String text(ObjectStore store) {
    return new String(OpenApi.protobuf(new Catalog(store)), StandardCharsets.ISO_8859_1);
  }
}
