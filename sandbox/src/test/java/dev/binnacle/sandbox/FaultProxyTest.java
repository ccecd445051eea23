package dev.binnacle.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
  private static final Pattern SWITCHOVER = Pattern.compile("^POST /switchover");

  private final List<String> received = new CopyOnWriteArrayList<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private HttpServer component;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    component = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    component.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    component.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    component.start();
    proxy = FaultProxy.start(component.getAddress().getPort(), TestPorts.RANGE);
  }

  @AfterEach
  void stop() {
    proxy.close();
    component.stop(0);
    client.shutdownNow();
  }

  @Test
  void passForwardsBothWays() throws Exception {
    assertThat(get("/cluster")).isEqualTo(200);
    assertThat(received).containsExactly("GET /cluster ");
  }

  @Test
  void delayHoldsRequestAndAnswerBack() throws Exception {
    proxy.delay(Duration.ofMillis(300));

    long begin = System.nanoTime();
    assertThat(get("/cluster")).isEqualTo(200);

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(600));
  }

  @Test
  void refuseIsAConnectionErrorAndPassHealsIt() throws Exception {
    get("/cluster");
    proxy.refuse();
    assertThatThrownBy(() -> get("/cluster")).isInstanceOf(ConnectException.class);

    proxy.pass();

    assertThat(get("/cluster")).isEqualTo(200);
  }

  @Test
  void blackholeNeverAnswersAndTheComponentLearnsNothing() throws Exception {
    get("/warm-connection");
    proxy.blackhole();
    assertThatThrownBy(() -> get("/cluster")).isInstanceOf(HttpTimeoutException.class);
    assertThat(received).containsExactly("GET /warm-connection ");

    proxy.pass();

    assertThat(get("/cluster")).isEqualTo(200);
  }

  @Test
  void freezeAfterForwardsTheWholeRequestAndSwallowsTheAnswer() throws Exception {
    CompletableFuture<String> happened = proxy.freezeAfter(SWITCHOVER);
    assertThat(get("/cluster")).isEqualTo(200);
    assertThat(happened).isNotDone();
    String body = "x".repeat(200_000);

    assertThatThrownBy(() -> post("/switchover", HttpRequest.BodyPublishers.ofString(body)))
        .isInstanceOf(HttpTimeoutException.class);

    assertThat(happened.get(1, TimeUnit.SECONDS)).isEqualTo("POST /switchover HTTP/1.1");
    assertThat(received).containsExactly("GET /cluster ", "POST /switchover " + body);
    assertThatThrownBy(() -> get("/cluster")).isInstanceOf(HttpTimeoutException.class);
    proxy.pass();
    assertThat(get("/cluster")).isEqualTo(200);
  }

  @Test
  void freezeAfterUnderstandsChunkedBodies() throws Exception {
    CompletableFuture<String> happened = proxy.freezeAfter(SWITCHOVER);
    var unknownLength =
        HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString("{\"a\": 1}"));

    assertThatThrownBy(() -> post("/switchover", unknownLength))
        .isInstanceOf(HttpTimeoutException.class);

    happened.get(1, TimeUnit.SECONDS);
    assertThat(received).containsExactly("POST /switchover {\"a\": 1}");
  }

  @Test
  void freezeBeforeKeepsTheRequestFromTheComponent() throws Exception {
    CompletableFuture<String> happened = proxy.freezeBefore(SWITCHOVER);
    get("/cluster");

    assertThatThrownBy(() -> post("/switchover", HttpRequest.BodyPublishers.ofString("{}")))
        .isInstanceOf(HttpTimeoutException.class);

    happened.get(1, TimeUnit.SECONDS);
    assertThat(received).containsExactly("GET /cluster ");
  }

  @Test
  void freezeThatNeverHappenedIsCancelledByTheNextMode() {
    CompletableFuture<String> happened = proxy.freezeAfter(SWITCHOVER);
    proxy.pass();
    assertThat(happened).isCancelled();
  }

  @Test
  void deadComponentIsSeenAsACutConnection() {
    component.stop(0);
    assertThatThrownBy(() -> get("/cluster")).isInstanceOf(IOException.class);
  }

  private int get(String path) throws Exception {
    return send(request(path).GET());
  }

  private int post(String path, HttpRequest.BodyPublisher body) throws Exception {
    return send(request(path).POST(body));
  }

  private HttpRequest.Builder request(String path) {
    URI address = proxy.uri().resolve(path);
    return HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(2));
  }

  private int send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
