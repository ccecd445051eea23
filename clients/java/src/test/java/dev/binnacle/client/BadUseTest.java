package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.client.ConnectionException.Failure;
import dev.binnacle.client.model.ProblemCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever holds the client wrong reads a sentence that helps. */
@Timeout(60)
class BadUseTest {
  private static final String CALLER = "GET /api/v1/caller";
  private static final String CONTRACT = "GET /api/v1/openapi.json";

  private static void ask(LocalServer server) {
    server.client().platform().getCaller();
  }

  @Test
  void noAddress() {
    assertThatThrownBy(() -> BinnacleClient.of((String) null, "bnc_test"))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "There is no address of the Binnacle server. Give one such as"
                + " https://binnacle.example.org.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8080", "binnacle", "ftp://x", "http://", "http://a b", "/api"})
  void noAddressOfAServer(String address) {
    assertThatThrownBy(() -> BinnacleClient.of(address, "bnc_test"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(address)
        .hasMessageContaining("with http:// or https://");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/api/v1", "/api/v1/"})
  void theAddressMayBeWrittenInSeveralWays(String end) {
    try (var server = LocalServer.start()) {
      server.on(CALLER, LocalServer.json(200, LocalServer.example("getCaller.200.json")));
      var caller = BinnacleClient.of(server.address() + end, "bnc_test").platform().getCaller();
      assertThat(caller.getSubject()).isNotEmpty();
    }
  }

  @Test
  void aServerBelowAPath() {
    try (var server = LocalServer.start()) {
      server.on(
          "GET /ops/api/v1/caller",
          LocalServer.json(200, LocalServer.example("getCaller.200.json")));
      BinnacleClient.of(server.address() + "/ops", "bnc_test").platform().getCaller();
    }
  }

  @Test
  void noToken() {
    assertThatThrownBy(() -> BinnacleClient.of("http://127.0.0.1:1", (String) null))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("There is no token. Give the API token (bnc_…)");
  }

  @Test
  void anEmptyToken() {
    assertThatThrownBy(() -> BinnacleClient.of("http://127.0.0.1:1", " ").platform().getCaller())
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("its source gave nothing");
  }

  @Test
  void aTokenOutOfAFileMayEndWithItsLine() {
    try (var server = LocalServer.start()) {
      server.on(CALLER, LocalServer.json(200, LocalServer.example("getCaller.200.json")));
      BinnacleClient.of(server.address(), "bnc_test\n").platform().getCaller();
      assertThat(server.received().get(0).header("Authorization")).isEqualTo("Bearer bnc_test");
    }
  }

  @Test
  void aTokenThatIsNone() {
    assertThatThrownBy(
            () -> BinnacleClient.of("http://127.0.0.1:1", "two\nlines").platform().getCaller())
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("characters that no header may carry")
        .hasMessageNotContaining("two");
  }

  @Test
  void theWrongToken() {
    try (var server = LocalServer.start()) {
      server.on(CALLER, LocalServer.problem(401, "INVALID_TOKEN", Map.of("X-Request-Id", "r-1")));

      assertThatThrownBy(() -> ask(server))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refused -> {
                assertThat(refused.status()).isEqualTo(401);
                assertThat(refused.code()).isEqualTo(ProblemCode.INVALID_TOKEN);
                assertThat(refused.remedy()).contains("A remedy.");
                assertThat(refused.requestId()).contains("r-1");
                assertThat(refused)
                    .hasMessage("401 INVALID_TOKEN: A title A remedy. (request r-1)");
              });
      assertThat(server.requests()).containsExactly(CALLER);
    }
  }

  @Test
  void nothingListens() {
    var port = LocalServer.closedPort();
    var client =
        BinnacleClient.builder()
            .server("http://127.0.0.1:" + port)
            .token("bnc_test")
            .retries(RetryPolicy.never())
            .build();

    assertThatThrownBy(() -> client.platform().getCaller())
        .isInstanceOfSatisfying(
            ConnectionException.class,
            refused -> {
              assertThat(refused.failure()).isEqualTo(Failure.REFUSED);
              assertThat(refused.mayHaveArrived()).isFalse();
            })
        .hasMessage(
            "Nothing listens at http://127.0.0.1:%d. Does the server run, and is the port right?"
                .formatted(port));
  }

  @Test
  void noSuchHost() {
    var client =
        BinnacleClient.builder()
            .server("http://no-such-host.invalid")
            .token("bnc_test")
            .retries(RetryPolicy.never())
            .build();
    assertThatThrownBy(() -> client.platform().getCaller())
        .isInstanceOfSatisfying(
            ConnectionException.class,
            lost -> assertThat(lost.failure()).isEqualTo(Failure.UNKNOWN_HOST))
        .hasMessageContaining("There is no host \"no-such-host.invalid\"");
  }

  @Test
  void httpsToAServerThatSpeaksHttp() throws Exception {
    var address = InetAddress.getLoopbackAddress();
    try (var listener = new ServerSocket(LocalServer.closedPort(), 1, address)) {
      var server =
          Background.run(() -> {
            try (var connection = listener.accept()) {
              connection.getInputStream().read();
              var refusal = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
              connection.getOutputStream().write(refusal.getBytes(StandardCharsets.US_ASCII));
              return connection.getInputStream().readAllBytes().length;
            } catch (IOException closed) {
              return 0;
            }
          });
      var client = BinnacleClient.of("https://127.0.0.1:" + listener.getLocalPort(), "bnc_test");

      assertThatThrownBy(() -> client.platform().getCaller())
          .isInstanceOfSatisfying(
              ConnectionException.class, lost -> assertThat(lost.failure()).isEqualTo(Failure.TLS))
          .hasMessageContaining("if the server speaks plain HTTP, write http://");
      assertThat(server.isDone() || server.cancel(true)).isTrue();
    }
  }

  @Test
  void aCertificateOfAnUnknownAuthority(@TempDir Path directory) throws Exception {
    var certificate = LocalCertificate.in(directory);
    try (var server = LocalServer.start(certificate.context())) {
      server.on(CALLER, LocalServer.json(200, LocalServer.example("getCaller.200.json")));

      assertThatThrownBy(() -> ask(server))
          .isInstanceOfSatisfying(
              ConnectionException.class, lost -> assertThat(lost.failure()).isEqualTo(Failure.TLS))
          .hasMessageContaining("an SSLContext that trusts it");

      var trusting =
          server.builder().http(HttpClient.newBuilder().sslContext(certificate.context())).build();
      assertThat(trusting.platform().getCaller().getSubject()).isNotEmpty();
    }
  }

  @Test
  void aServerOfAnotherVersion() {
    try (var server = LocalServer.start()) {
      server.on(CALLER, LocalServer.problem(404, "PATH_NOT_FOUND"));
      server.on(
          CONTRACT,
          LocalServer.json(
              200,
              "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Binnacle\",\"version\":\"2.3.0\"}}"));

      assertThatThrownBy(() -> ask(server))
          .isInstanceOfSatisfying(
              IncompatibleServerException.class,
              other -> assertThat(other.serverVersion()).isEqualTo("2.3.0"))
          .hasMessageContaining("version 2.3.0")
          .hasMessageContaining("version 0.1.0");
      assertThatThrownBy(() -> server.client().requireCompatibleServer())
          .isInstanceOf(IncompatibleServerException.class);
    }
  }

  @Test
  void aServerOfTheSameVersionMayMissAPath() {
    try (var server = LocalServer.start()) {
      server.on(CALLER, LocalServer.problem(404, "PATH_NOT_FOUND"));
      server.on(CONTRACT, LocalServer.json(200, "{\"info\":{\"version\":\"0.1.7\"}}"));
      server.client().requireCompatibleServer();
      assertThat(server.client().serverVersion()).isEqualTo("0.1.7");
      assertThatThrownBy(() -> ask(server))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refused -> assertThat(refused.code()).isEqualTo(ProblemCode.PATH_NOT_FOUND));
    }
  }

  @Test
  void anotherServerAltogether() {
    try (var server = LocalServer.start()) {
      assertThatThrownBy(() -> ask(server))
          .isInstanceOfSatisfying(
              ApiException.class, foreign -> assertThat(foreign.getCode()).isEqualTo(404))
          .hasMessageContaining("was answered 404 with text/html")
          .hasMessageContaining("Is that the address of a Binnacle server");
      assertThatThrownBy(() -> server.client().requireCompatibleServer())
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("not the address of a Binnacle server");
    }
  }

  @Test
  void theLoginPageOfAProxy() {
    try (var server = LocalServer.start()) {
      server.on(CALLER, LocalServer.page(200, "<html>Log in"));
      assertThatThrownBy(() -> ask(server))
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("200 with text/html");
    }
  }

  @Test
  void aRedirect() {
    try (var server = LocalServer.start()) {
      server.on(
          CALLER,
          LocalServer.reply(
              301, "text/html", "moved", Map.of("Location", "https://elsewhere.example/")));
      assertThatThrownBy(() -> ask(server))
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("redirected to https://elsewhere.example/");
    }
  }

  @Test
  void anAnswerThatIsNoJson() {
    try (var server = LocalServer.start()) {
      server.on(CALLER, LocalServer.json(200, "{\"subject\": 7 7"));
      assertThatThrownBy(() -> ask(server))
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("requireCompatibleServer()");
    }
  }
}
