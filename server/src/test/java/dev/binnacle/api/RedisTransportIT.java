package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.sandbox.PlatformFile.RedisDatabase;
import dev.binnacle.sandbox.RedisTls;
import dev.binnacle.sandbox.kubernetes.apiserver.tls.CertificateAuthority;
import dev.binnacle.sandbox.kubernetes.apiserver.tls.Identity;
import dev.binnacle.sandbox.kubernetes.apiserver.tls.Pem;
import dev.binnacle.testing.Patience;
import dev.binnacle.testing.TestRedis;
import dev.binnacle.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** A real Redis Cluster that speaks nothing but TLS, and wants to see certificates. */
@Tag("api")
class RedisTransportIT {

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String REDIS = "/api/v1/databases/" + TestRedis.NAME + "/redis";

  @TempDir private static Path home;
  private static CertificateAuthority authority;
  private static TestRedis redis;
  private static Map<String, Path> files;

  /** Made in good time: a certificate that is expired is not trusted by the test, either. */
  private static List<Jedis> connections;

  @BeforeAll
  static void start() throws IOException {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
    authority = CertificateAuthority.in(home.resolve("authority"));
    var tls = RedisTls.of(authority, true);
    redis = TestRedis.start(tls);
    connections = redis.cluster().members().stream().map(redis::connect).toList();
    files =
        Map.of(
            "ca", write("ca.pem", Pem.of(tls.authority())),
            "certificate", write("client.pem", Pem.of(tls.client().certificate())),
            "key", write("client.key", Pem.of(tls.client().key())));
  }

  @AfterAll
  static void end() {
    connections.forEach(Jedis::close);
    redis.close();
  }

  private static Path write(String name, String text) throws IOException {
    return Files.writeString(home.resolve(name), text);
  }

  private static RedisDatabase described() {
    return RedisDatabase.of(redis.cluster());
  }

  @Test
  void bothSidesShowTheirCertificates() {
    try (var server = redis.serve(described().with(files))) {
      Patience.until(
          "it is healthy",
          DEADLINE,
          () -> server.get(REDIS + "/check").json().at("/health/verdict").asText(),
          "HEALTHY"::equals);
      var operation =
          server
              .send(
                  TestServer.json(
                      server.request(REDIS + "/reshard").header("Prefer", "wait=60"),
                      "POST",
                      "{\"reason\": \"keys move under TLS, too\", \"slots\": 20, \"target\": \"%s\"}"
                          .formatted(redis.masters().getFirst().address())))
              .hasStatus(202)
              .json();

      assertThat(operation.path("state").asText()).as("%s", operation).isEqualTo("SUCCEEDED");
    }
  }

  @Test
  void withoutACertificateOfOurOwnNobodyAnswers() {
    refusesToTrust(Map.of("ca", files.get("ca")), "cannot be asked");
  }

  @Test
  void anAuthorityThatIsNotDescribedIsNotTrusted() throws IOException {
    var other = CertificateAuthority.in(home.resolve("other")).certificate();

    refusesToTrust(
        Map.of(
            "ca", write("other.pem", Pem.of(other)),
            "certificate", files.get("certificate"),
            "key", files.get("key")),
        "TLS failed: unable to find valid certification path");
  }

  @Test
  void anExpiredCertificateIsNotTrustedAndSaysSo() throws IOException {
    var now = authority.server(Instant.now().plus(Duration.ofDays(1)));
    show(authority.server(Instant.now().minus(Duration.ofDays(1))));
    try {
      refusesToTrust(files, "TLS failed: NotAfter");
    } finally {
      show(now);
    }
  }

  /** Makes every node show another certificate; whoever is connected stays so. */
  private static void show(Identity identity) throws IOException {
    var name = "server-" + identity.certificate().getSerialNumber();
    var certificate = readable(write(name + ".pem", Pem.of(identity.certificate())));
    var key = readable(write(name + ".key", Pem.of(identity.key())));
    connections.forEach(connection ->
        connection.configSet(Map.of("tls-cert-file", certificate, "tls-key-file", key)));
  }

  private static String readable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    return file.toString();
  }

  /** What is said about a cluster that cannot be trusted, or does not trust us. */
  private static void refusesToTrust(Map<String, Path> tls, String words) {
    try (var server = redis.serve(described().with(tls))) {
      Patience.until(
          "it says why",
          DEADLINE,
          () ->
              server
                  .get(REDIS + "/nodes")
                  .isProblem(503, "COMPONENT_UNAVAILABLE")
                  .json()
                  .at("/component/said")
                  .asText(),
          said -> said.contains(words));
      var check = server.get(REDIS + "/check").hasStatus(200).json();

      assertThat(check.at("/health/verdict").asText()).isEqualTo("UNKNOWN");
      assertThat(check.findValuesAsText("code")).contains("CLUSTER_UNREACHABLE");
      assertThat(component(server).path("lastCall").asText()).isEqualTo("FAILED");
      assertThat(component(server).path("lastFailure").asText()).isNotEmpty();
    }
  }

  private static JsonNode component(TestServer server) {
    for (var component : server.get("/api/v1/platform").hasStatus(200).json().path("components")) {
      if (component.path("type").asText().equals("REDIS")) {
        return component;
      }
    }
    throw new AssertionError("the platform shows no Redis");
  }

  @Test
  void aTrustedClusterIsTrustedAgainAtOnceWhenItsCertificateIsRenewed() throws IOException {
    try (var server = redis.serve(described().with(files))) {
      show(authority.server(Instant.now().minus(Duration.ofDays(1))));
      server.get(REDIS + "/nodes").isProblem(503, "COMPONENT_UNAVAILABLE");

      show(authority.server(Instant.now().plus(Duration.ofDays(1))));

      Patience.until(
          "it is healthy",
          DEADLINE,
          () -> server.get(REDIS + "/check").json().at("/health/verdict").asText(),
          "HEALTHY"::equals);
    }
  }
}
