package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.kubernetes.apiserver.tls.CertificateAuthority;
import dev.binnacle.sandbox.kubernetes.apiserver.tls.Identity;
import dev.binnacle.sandbox.kubernetes.apiserver.tls.Pem;
import dev.binnacle.sandbox.mongodb.wire.PortSecurity;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestReplicaSet;
import dev.binnacle.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica set that speaks nothing but TLS, and wants to see certificates. */
@Tag("api")
class MongodbTransportIT {

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String DATABASE = "/api/v1/databases/" + TestReplicaSet.NAME;

  @TempDir private static Path home;
  private static CertificateAuthority authority;
  private static TestReplicaSet set;
  private static Map<String, Path> files;

  @BeforeAll
  static void start() throws IOException {
    authority = CertificateAuthority.in(home.resolve("authority"));
    var client = authority.client("binnacle", List.of());
    set = TestReplicaSet.start(security(authority.server(Instant.now().plus(Duration.ofDays(1)))));
    files =
        Map.of(
            "ca", write("ca.pem", Pem.of(authority.certificate())),
            "certificate", write("client.pem", Pem.of(client.certificate())),
            "key", write("client.key", Pem.of(client.key())));
  }

  private static PortSecurity security(Identity server) {
    return PortSecurity.mutual(server, authority.certificate());
  }

  @AfterAll
  static void end() {
    set.close();
  }

  private static Path write(String name, String text) throws IOException {
    return Files.writeString(home.resolve(name), text);
  }

  @Test
  void bothSidesShowTheirCertificates() {
    try (var server = set.serve(set.described().with(files))) {
      Patience.until(
          "it is healthy",
          DEADLINE,
          () -> server.get(DATABASE).json().at("/health/verdict").asText(),
          "HEALTHY"::equals);
      var operation =
          server
              .send(
                  TestServer.json(
                      server.request(DATABASE + "/mongodb/step-down").header("Prefer", "wait=60"),
                      "POST",
                      "{\"reason\": \"the lead changes under TLS, too\"}"))
              .hasStatus(202)
              .json();

      assertThat(operation.path("state").asText()).as("%s", operation).isEqualTo("SUCCEEDED");
    }
  }

  @Test
  void withoutACertificateOfOurOwnNobodyAnswers() {
    refusesToTalk(set, Map.of("ca", files.get("ca")), "");
  }

  @Test
  void aCertificateOfAStrangerIsNotGoodEnough() throws IOException {
    var stranger = CertificateAuthority.in(home.resolve("stranger")).client("binnacle", List.of());

    refusesToTalk(
        set,
        Map.of(
            "ca", files.get("ca"),
            "certificate", write("stranger.pem", Pem.of(stranger.certificate())),
            "key", write("stranger.key", Pem.of(stranger.key()))),
        "");
  }

  @Test
  void anAuthorityThatIsNotDescribedIsNotTrusted() throws IOException {
    var other = CertificateAuthority.in(home.resolve("other")).certificate();

    refusesToTalk(
        set,
        Map.of(
            "ca", write("other.pem", Pem.of(other)),
            "certificate", files.get("certificate"),
            "key", files.get("key")),
        "not of a trusted authority");
  }

  @Test
  void anExpiredCertificateIsNotTrustedAndSaysSo() {
    var expired = authority.server(Instant.now().minus(Duration.ofDays(1)));
    try (var old = TestReplicaSet.start(security(expired))) {
      refusesToTalk(old, files, "certificate has expired");
    }
  }

  @Test
  void aClientThatSpeaksNoTlsIsNotAnswered() {
    try (var server = set.serve()) {
      assertThat(
              server
                  .get(DATABASE + "/mongodb/replica-set")
                  .isProblem(503, "COMPONENT_UNAVAILABLE")
                  .json()
                  .at("/component/said")
                  .asText())
          .isEqualTo("the connection broke");
    }
  }

  /** What is said about a set that cannot be trusted, or does not trust us. */
  private static void refusesToTalk(
      TestReplicaSet asked, Map<String, Path> described, String words) {
    try (var server = asked.serve(asked.described().with(described))) {
      var said =
          server
              .get(DATABASE + "/mongodb/replica-set")
              .isProblem(503, "COMPONENT_UNAVAILABLE")
              .json()
              .at("/component/said")
              .asText();
      assertThat(said).contains(words);
      assertThat(server.get(DATABASE).hasStatus(200).json().at("/health/verdict").asText())
          .isEqualTo("UNKNOWN");
      Patience.until(
          "its breaker is open",
          DEADLINE,
          () -> {
            server.get(DATABASE + "/mongodb/replica-set").isProblem(503, "COMPONENT_UNAVAILABLE");
            return component(server).path("breaker").asText();
          },
          "OPEN"::equals);
      assertThat(component(server).path("lastFailure").asText()).isNotEmpty();
    }
  }

  private static JsonNode component(TestServer server) {
    for (var component : server.get("/api/v1/platform").hasStatus(200).json().path("components")) {
      if (component.path("type").asText().equals("MONGODB")) {
        return component;
      }
    }
    throw new AssertionError("the platform shows no MongoDB");
  }
}
