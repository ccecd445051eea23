package dev.binnacle.sandbox.kubernetes.apiserver.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.sandbox.kubernetes.apiserver.Manifest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProtobufBodyTest {
  @Test
  void aReviewOfOnesOwnAccess() {
    MessageWriter attributes =
        new MessageWriter()
            .text(1, "shop")
            .text(2, "create")
            .text(3, "")
            .text(5, "pods")
            .text(6, "eviction");

    assertThat(
            ProtobufBody.decode(
                body(
                    "authorization.k8s.io/v1",
                    "SelfSubjectAccessReview",
                    new MessageWriter()
                        .message(1, new MessageWriter())
                        .message(2, new MessageWriter().message(1, attributes)))))
        .contains(
            Manifest.of(
                """
                apiVersion: authorization.k8s.io/v1
                kind: SelfSubjectAccessReview
                metadata: {}
                spec:
                  resourceAttributes:
                    {namespace: shop, verb: create, resource: pods, subresource: eviction}
                """));
  }

  @Test
  void anEvictionWithOptions() {
    MessageWriter labels = new MessageWriter().text(1, "app").text(2, "web");
    MessageWriter options =
        new MessageWriter().message(2, new MessageWriter().text(1, "some-uid")).text(5, "All");

    assertThat(
            ProtobufBody.decode(
                body(
                    "policy/v1",
                    "Eviction",
                    new MessageWriter()
                        .message(1, new MessageWriter().text(1, "web-1").message(11, labels))
                        .message(2, options))))
        .contains(
            Manifest.of(
                """
                apiVersion: policy/v1
                kind: Eviction
                metadata: {name: web-1, labels: {app: web}}
                deleteOptions: {preconditions: {uid: some-uid}, dryRun: [All]}
                """));
  }

  @Test
  void otherKindsAreNotUnderstood() {
    assertThat(ProtobufBody.decode(body("apps/v1", "Deployment", new MessageWriter()))).isEmpty();
  }

  @Test
  void whatIsNoSuchBodyIsNotUnderstood() {
    byte[] body = body("policy/v1", "Eviction", new MessageWriter().text(1, "cut off"));

    assertThat(ProtobufBody.decode(new byte[0])).isEmpty();
    assertThat(ProtobufBody.decode("{}".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(ProtobufBody.decode(Arrays.copyOf(body, body.length - 3))).isEmpty();
  }

  private static byte[] body(String apiVersion, String kind, MessageWriter message) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(new byte[] {'k', '8', 's', 0});
    body.writeBytes(
        new MessageWriter()
            .message(1, new MessageWriter().text(1, apiVersion).text(2, kind))
            .message(2, message)
            .toBytes());
    return body.toByteArray();
  }
}
