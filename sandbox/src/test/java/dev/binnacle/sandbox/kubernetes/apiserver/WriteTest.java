package dev.binnacle.sandbox.kubernetes.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.ApiClient.Reply;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Key;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteTest {
  private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/shop/deployments";
  private static final String PODS = "/api/v1/namespaces/shop/pods";
  private static final Key POD = new Key(ResourceTypes.PODS, "shop", "web-1");
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: "web:1"}]}
      """;

  @TempDir private Path directory;
  private ServerUnderTest server;
  private ApiClient client;

  @BeforeEach
  void start() {
    server = new ServerUnderTest(directory);
    client = server.admin();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void aNewObjectIsCompleted() throws Exception {
    Reply reply = client.post(DEPLOYMENTS, DEPLOYMENT);

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.at("/metadata/namespace")).isEqualTo("shop");
    assertThat(reply.at("/spec/replicas")).isEqualTo("1");
    assertThat(reply.at("/spec/strategy/rollingUpdate/maxSurge")).isEqualTo("25%");
    assertThat(reply.at("/spec/template/spec/containers/0/imagePullPolicy"))
        .isEqualTo("IfNotPresent");
    assertThat(reply.at("/metadata/managedFields/0/manager")).isEqualTo("specification");
  }

  @Test
  void whatCannotBeCreatedIsRefused() throws Exception {
    client.post(DEPLOYMENTS, DEPLOYMENT);

    Reply twice = client.post(DEPLOYMENTS, DEPLOYMENT);
    assertThat(twice.status()).isEqualTo(409);
    assertThat(twice.message()).isEqualTo("deployments.apps \"web\" already exists");
    Reply elsewhere = client.post("/apis/apps/v1/namespaces/none/deployments", DEPLOYMENT);
    assertThat(elsewhere.status()).isEqualTo(404);
    assertThat(elsewhere.message()).isEqualTo("namespaces \"none\" not found");
    Reply nameless = client.post(PODS, "{metadata: {name: \"Not A Name\"}, spec: {}}");
    assertThat(nameless.status()).isEqualTo(422);
    assertThat(nameless.at("/reason")).isEqualTo("Invalid");
    assertThat(nameless.body().at("/details/causes").size()).isPositive();
    Reply otherNamespace = client.post(PODS, "{metadata: {name: a, namespace: other}}");
    assertThat(otherNamespace.status()).isEqualTo(400);
    assertThat(client.post(PODS, "[").status()).isEqualTo(400);
  }

  @Test
  void aTerminatingNamespaceTakesNothingNew() throws Exception {
    client.post("/api/v1/namespaces", "{metadata: {name: going}}");
    assertThat(client.delete("/api/v1/namespaces/going", "").at("/status/phase"))
        .isEqualTo("Terminating");

    Reply reply =
        client.post("/api/v1/namespaces/going/configmaps", "{metadata: {name: settings}}");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.message())
        .isEqualTo(
            "configmaps \"settings\" is forbidden: unable to create new content in namespace going because it"
                + " is being terminated");
    assertThat(reply.at("/details/causes/0/reason")).isEqualTo("NamespaceTerminating");
  }

  @Test
  void namesAreGenerated() throws Exception {
    Reply reply =
        client.post(
            PODS, "{metadata: {generateName: web-}, spec: {containers: [{name: a, image: b}]}}");

    assertThat(reply.at("/metadata/name")).matches("web-[a-z0-9]{5}");
    assertThat(reply.at("/status/phase")).isEqualTo("Pending");
  }

  @Test
  void aDryRunStoresNothing() throws Exception {
    Reply created = client.post(DEPLOYMENTS + "?dryRun=All", DEPLOYMENT);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.at("/metadata/uid")).isNotEmpty();
    assertThat(client.get(DEPLOYMENTS + "/web").status()).isEqualTo(404);

    client.post(DEPLOYMENTS, DEPLOYMENT);
    Reply patched =
        client.patch(
            DEPLOYMENTS + "/web?dryRun=All", "merge-patch+json", "{\"spec\":{\"replicas\":7}}");
    assertThat(patched.at("/spec/replicas")).isEqualTo("7");
    assertThat(client.delete(DEPLOYMENTS + "/web?dryRun=All", "").status()).isEqualTo(200);
    assertThat(client.get(DEPLOYMENTS + "/web").at("/spec/replicas")).isEqualTo("1");
  }

  @Test
  void aReplacementOfAnOldVersionIsRefused() throws Exception {
    ObjectNode old = (ObjectNode) client.post(DEPLOYMENTS, DEPLOYMENT).body();
    client.patch(DEPLOYMENTS + "/web", "merge-patch+json", "{\"spec\":{\"replicas\":2}}");

    Reply reply = client.put(DEPLOYMENTS + "/web", old.toString());

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.message())
        .isEqualTo(
            "Operation cannot be fulfilled on deployments.apps \"web\": the object has been modified; please"
                + " apply your changes to the latest version and try again");
  }

  @Test
  void theStatusIsASubresource() throws Exception {
    client.post(DEPLOYMENTS, DEPLOYMENT);

    Reply whole =
        client.patch(
            DEPLOYMENTS + "/web",
            "merge-patch+json",
            "{\"status\":{\"replicas\":9},\"spec\":{\"replicas\":2}}");
    assertThat(whole.body().at("/status/replicas").isMissingNode()).isTrue();
    Reply status =
        client.patch(
            DEPLOYMENTS + "/web/status",
            "merge-patch+json",
            "{\"status\":{\"replicas\":9},\"spec\":{\"replicas\":5}}");
    assertThat(status.at("/status/replicas")).isEqualTo("9");
    assertThat(status.at("/spec/replicas")).isEqualTo("2");
  }

  @Test
  void theScaleIsASubresource() throws Exception {
    client.post(DEPLOYMENTS, DEPLOYMENT);

    Reply scale =
        client.patch(DEPLOYMENTS + "/web/scale", "merge-patch+json", "{\"spec\":{\"replicas\":3}}");

    assertThat(scale.at("/kind")).isEqualTo("Scale");
    assertThat(scale.at("/spec/replicas")).isEqualTo("3");
    assertThat(client.get(DEPLOYMENTS + "/web").at("/spec/replicas")).isEqualTo("3");
    assertThat(
            client
                .patch(
                    DEPLOYMENTS + "/web/scale", "merge-patch+json", "{\"spec\":{\"replicas\":-1}}")
                .status())
        .isEqualTo(422);
  }

  @Test
  void eachKindOfPatchHasItsMediaType() throws Exception {
    client.post(DEPLOYMENTS, DEPLOYMENT);

    Reply json =
        client.patch(
            DEPLOYMENTS + "/web",
            "json-patch+json",
            "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":4}]");
    assertThat(json.at("/spec/replicas")).isEqualTo("4");
    Reply strategic =
        client.patch(
            DEPLOYMENTS + "/web",
            "strategic-merge-patch+json",
            "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\"web:2\"}]}}}}");
    assertThat(strategic.at("/spec/template/spec/containers/0/image")).isEqualTo("web:2");
    Reply applied =
        client.patch(DEPLOYMENTS + "/web?fieldManager=team", "apply-patch+yaml", DEPLOYMENT);
    assertThat(applied.status()).isEqualTo(409);
    assertThat(applied.at("/details/causes/0/reason")).isEqualTo("FieldManagerConflict");
    Reply forced =
        client.patch(
            DEPLOYMENTS + "/web?fieldManager=team&force=true", "apply-patch+yaml", DEPLOYMENT);
    assertThat(forced.at("/spec/template/spec/containers/0/image")).isEqualTo("web:1");
    assertThat(client.patch(DEPLOYMENTS + "/web", "json", "{}").status()).isEqualTo(415);
  }

  @Test
  void whatIsAppliedIsCreated() throws Exception {
    assertThat(client.patch(DEPLOYMENTS + "/web", "apply-patch+yaml", DEPLOYMENT).status())
        .isEqualTo(422);

    Reply reply =
        client.patch(DEPLOYMENTS + "/web?fieldManager=team", "apply-patch+yaml", DEPLOYMENT);

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.at("/metadata/managedFields/0/operation")).isEqualTo("Apply");
  }

  @Test
  void aPatchThatChangesNothingIsNoChange() throws Exception {
    String before = client.post(DEPLOYMENTS, DEPLOYMENT).at("/metadata/resourceVersion");

    Reply reply =
        client.patch(DEPLOYMENTS + "/web", "merge-patch+json", "{\"spec\":{\"replicas\":1}}");

    assertThat(reply.at("/metadata/resourceVersion")).isEqualTo(before);
  }

  @Test
  void aRunningPodIsDeletedGracefully() throws Exception {
    server.add(
        ResourceTypes.PODS,
        """
        metadata: {name: web-1, namespace: shop}
        spec: {nodeName: worker-1, terminationGracePeriodSeconds: 45}
        status: {phase: Running}
        """);

    Reply reply = client.delete(PODS + "/web-1", "");
    assertThat(reply.at("/metadata/deletionGracePeriodSeconds")).isEqualTo("45");
    assertThat(server.store.get(POD)).isPresent();
    Reply sooner = client.delete(PODS + "/web-1?gracePeriodSeconds=5", "");
    assertThat(sooner.at("/metadata/deletionGracePeriodSeconds")).isEqualTo("5");
    client.delete(PODS + "/web-1", "{gracePeriodSeconds: 0}");
    assertThat(server.store.get(POD)).isEmpty();
  }

  @Test
  void anUnboundPodGoesAtOnce() throws Exception {
    server.add(ResourceTypes.PODS, "{metadata: {name: web-1, namespace: shop}, spec: {}}");

    client.delete(PODS + "/web-1", "");

    assertThat(server.store.get(POD)).isEmpty();
  }

  @Test
  void aDeletionMayMeanOneObjectOnly() throws Exception {
    ObjectNode pod =
        server.add(ResourceTypes.PODS, "{metadata: {name: web-1, namespace: shop}, spec: {}}");

    Reply reply = client.delete(PODS + "/web-1", "{preconditions: {uid: other}}");

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.message())
        .isEqualTo(
            "Operation cannot be fulfilled on pods \"web-1\": the UID in the precondition (other) does not"
                + " match the UID in record (%s). The object might have been deleted and then recreated"
                    .formatted(pod.at("/metadata/uid").asText()));
  }

  @Test
  void dependentsAreWaitedForWithAFinalizer() throws Exception {
    client.post(DEPLOYMENTS, DEPLOYMENT);

    Reply reply = client.delete(DEPLOYMENTS + "/web", "{propagationPolicy: Foreground}");

    assertThat(reply.at("/metadata/finalizers/0")).isEqualTo("foregroundDeletion");
    assertThat(client.get(DEPLOYMENTS + "/web").at("/metadata/deletionTimestamp")).isNotEmpty();
  }

  @Test
  void aCollectionIsDeletedBySelector() throws Exception {
    server.add(
        ResourceTypes.PODS, "{metadata: {name: a, namespace: shop, labels: {x: y}}, spec: {}}");
    server.add(ResourceTypes.PODS, "{metadata: {name: b, namespace: shop}, spec: {}}");

    client.delete(PODS + "?labelSelector=x%3Dy", "");

    assertThat(server.store.list(ResourceTypes.PODS))
        .extracting(pod -> pod.at("/metadata/name").asText())
        .containsExactly("b");
  }

  @Test
  void customResourcesAreServed() throws Exception {
    client.post(
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
        """
        metadata: {name: plans.upgrade.cattle.io}
        spec:
          group: upgrade.cattle.io
          scope: Namespaced
          names: {plural: plans, singular: plan, kind: Plan}
          versions: [{name: v1, served: true, storage: true}]
        """);

    Reply created =
        client.post(
            "/apis/upgrade.cattle.io/v1/namespaces/shop/plans",
            "{apiVersion: upgrade.cattle.io/v1, kind: Plan, metadata: {name: next}, spec: {concurrency: 1}}");

    assertThat(created.status()).isEqualTo(201);
    assertThat(client.get("/apis/upgrade.cattle.io/v1/plans").at("/items/0/spec/concurrency"))
        .isEqualTo("1");
  }
}
