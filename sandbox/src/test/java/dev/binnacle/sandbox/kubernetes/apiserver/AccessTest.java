package dev.binnacle.sandbox.kubernetes.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.kubernetes.apiserver.ApiClient.Reply;
import dev.binnacle.sandbox.kubernetes.apiserver.tls.CertificateAuthority;
import dev.binnacle.sandbox.kubernetes.store.ResourceTypes;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  @TempDir private Path directory;
  private ServerUnderTest server;

  @BeforeEach
  void start() {
    server = new ServerUnderTest(directory.resolve("pki"));
    server.add(ResourceTypes.NODES, "metadata: {name: worker-1}");
    server.add(ResourceTypes.PODS, "metadata: {name: web-1, namespace: shop}");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void whoDoesNotShowWhoTheyAreIsUnauthorized() throws Exception {
    CertificateAuthority other = CertificateAuthority.in(directory.resolve("other"));
    for (ApiClient client :
        new ApiClient[] {server.anonymous(), server.token("guess"), server.stranger(other)}) {
      Reply reply = client.get("/api/v1/nodes");
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.message()).isEqualTo("Unauthorized");
      assertThat(reply.at("/reason")).isEqualTo("Unauthorized");
      client.close();
    }
  }

  @Test
  void mastersMayEverything() throws Exception {
    try (ApiClient admin = server.admin()) {
      assertThat(admin.get("/api/v1/nodes/worker-1").at("/metadata/name")).isEqualTo("worker-1");
      assertThat(admin.get("/simulator/faults").status()).isEqualTo(200);
    }
  }

  @Test
  void aRefusalNamesUserVerbResourceAndScope() throws Exception {
    try (ApiClient viewer = server.account("viewer");
        ApiClient nobody = server.user("nobody")) {
      Reply cordon =
          viewer.patch(
              "/api/v1/nodes/worker-1", "merge-patch+json", "{\"spec\":{\"unschedulable\":true}}");
      assertThat(cordon.status()).isEqualTo(403);
      assertThat(cordon.at("/reason")).isEqualTo("Forbidden");
      assertThat(cordon.message())
          .isEqualTo(
              "nodes \"worker-1\" is forbidden: User \"system:serviceaccount:binnacle:viewer\" cannot patch"
                  + " resource \"nodes\" in API group \"\" at the cluster scope");
      assertThat(nobody.get("/apis/apps/v1/namespaces/shop/deployments").message())
          .isEqualTo(
              "deployments.apps is forbidden: User \"nobody\" cannot list resource \"deployments\" in API"
                  + " group \"apps\" in the namespace \"shop\"");
      assertThat(nobody.get("/simulator/faults").message())
          .isEqualTo("forbidden: User \"nobody\" cannot get path \"/simulator/faults\"");
      assertThat(nobody.get("/version").status()).isEqualTo(200);
    }
  }

  @Test
  void binnacleMayWhatItNeedsAndNoMore() throws Exception {
    try (ApiClient binnacle = server.account("binnacle")) {
      assertThat(binnacle.get("/api/v1/pods").status()).isEqualTo(200);
      assertThat(binnacle.get("/api/v1/nodes/worker-1/proxy/stats/summary").at("/node"))
          .isEqualTo("worker-1");
      assertThat(
              binnacle
                  .patch(
                      "/api/v1/nodes/worker-1",
                      "merge-patch+json",
                      "{\"spec\":{\"unschedulable\":true}}")
                  .status())
          .isEqualTo(200);
      assertThat(binnacle.delete("/api/v1/namespaces/shop/pods/web-1", "").status()).isEqualTo(403);
      assertThat(binnacle.get("/api/v1/secrets").status()).isEqualTo(403);
      assertThat(binnacle.delete("/api/v1/nodes/worker-1", "").status()).isEqualTo(403);
    }
  }

  @Test
  void bindingsInANamespaceCountThere() throws Exception {
    server.add(
        ResourceTypes.ROLES,
        """
        metadata: {name: reader, namespace: shop}
        rules: [{apiGroups: [""], resources: ["pods"], resourceNames: ["web-1"], verbs: ["get"]}]
        """);
    server.add(
        ResourceTypes.ROLE_BINDINGS,
        """
        metadata: {name: reader, namespace: shop}
        roleRef: {kind: Role, name: reader}
        subjects: [{kind: User, name: jane}]
        """);
    try (ApiClient jane = server.user("jane")) {
      assertThat(jane.get("/api/v1/namespaces/shop/pods/web-1").status()).isEqualTo(200);
      assertThat(jane.get("/api/v1/namespaces/shop/pods/web-2").status()).isEqualTo(403);
      assertThat(jane.get("/api/v1/namespaces/other/pods/web-1").status()).isEqualTo(403);
      assertThat(jane.get("/api/v1/namespaces/shop/pods").status()).isEqualTo(403);
    }
  }

  @Test
  void whatOneMayCanBeAsked() throws Exception {
    try (ApiClient viewer = server.account("viewer")) {
      assertThat(mayNodes(viewer, "list")).isTrue();
      assertThat(mayNodes(viewer, "patch")).isFalse();
      assertThat(
              viewer
                  .post(
                      "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                      "{apiVersion: authentication.k8s.io/v1, kind: SelfSubjectReview}")
                  .at("/status/userInfo/username"))
          .isEqualTo("system:serviceaccount:binnacle:viewer");
    }
  }

  private static boolean mayNodes(ApiClient client, String verb) throws Exception {
    return client
        .post(
            "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            """
            apiVersion: authorization.k8s.io/v1
            kind: SelfSubjectAccessReview
            spec: {resourceAttributes: {verb: %s, resource: nodes}}
            """
                .formatted(verb))
        .body()
        .at("/status/allowed")
        .asBoolean();
  }
}
