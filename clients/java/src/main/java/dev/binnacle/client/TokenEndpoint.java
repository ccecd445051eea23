package dev.binnacle.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The token endpoint of an OpenID Connect issuer, found where the issuer says that it is. */
final class TokenEndpoint {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Duration UNTOLD_LIFETIME = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RetryPolicy RETRIES =
      new RetryPolicy(3, Duration.ofMillis(250), Duration.ofSeconds(2), Duration.ofSeconds(20));

  private final URI issuer;
  private final String clientId;
  private final String clientSecret;
  private final Map<String, String> parameters;
  private final Attempt attempt;
  private Optional<JsonNode> metadata = Optional.empty();

  /** A token, and how long it is valid from when it was asked for. */
  record Grant(String token, Duration lifetime) {}

  TokenEndpoint(
      URI issuer,
      String clientId,
      String clientSecret,
      Map<String, String> parameters,
      HttpClient http) {
    this.issuer = issuer;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.parameters = parameters;
    this.attempt = new Attempt(http);
  }

  /**
   * Asks for a token. Not for several threads at once.
   *
   * @throws TokenException when there is none
   */
  Grant grant() {
    if (metadata.isEmpty()) {
      metadata = Optional.of(discover());
    }
    var answer = json(tokenRequest(metadata.get()));
    var token = answer.path("access_token").asText("");
    if (token.isEmpty()) {
      throw new TokenException("The issuer %s answered without an access_token.".formatted(issuer));
    }
    var seconds = answer.path("expires_in").asLong(0);
    return new Grant(token, seconds > 0 ? Duration.ofSeconds(seconds) : UNTOLD_LIFETIME);
  }

  private JsonNode discover() {
    var base = issuer.toString().replaceAll("/+$", "");
    var found = json(request(URI.create(base + "/.well-known/openid-configuration")).GET());
    var name = found.path("issuer").asText("").replaceAll("/+$", "");
    if (!name.equals(base)) {
      throw new TokenException(
          "The issuer at %s calls itself \"%s\". Give the client exactly that name."
              .formatted(issuer, name));
    }
    if (found.path("token_endpoint").asText("").isEmpty()) {
      throw new TokenException("The issuer %s names no token_endpoint.".formatted(issuer));
    }
    return found;
  }

  private HttpRequest.Builder tokenRequest(JsonNode known) {
    var form = new TreeMap<>(parameters);
    form.put("grant_type", "client_credentials");
    var request = request(URI.create(known.path("token_endpoint").asText()));
    if (wantsSecretInTheBody(known)) {
      form.put("client_id", clientId);
      form.put("client_secret", clientSecret);
    } else {
      var login = encode(clientId) + ":" + encode(clientSecret);
      request.header(
          Headers.AUTHORIZATION,
          "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.US_ASCII)));
    }
    var body =
        form.entrySet().stream()
            .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    return request
        .header(Headers.CONTENT_TYPE, "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(body));
  }

  private static boolean wantsSecretInTheBody(JsonNode known) {
    var methods = known.path("token_endpoint_auth_methods_supported");
    return methods.isArray()
        && !names(methods, "client_secret_basic")
        && names(methods, "client_secret_post");
  }

  private static boolean names(JsonNode methods, String wanted) {
    return StreamSupport.stream(methods.spliterator(), false)
        .anyMatch(method -> method.asText().equals(wanted));
  }

  private static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("Accept", "application/json");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private JsonNode json(HttpRequest.Builder prepared) {
    var request = prepared.build();
    return RETRIES.run(
        () -> answer(request),
        failure -> failure instanceof TokenException missing && missing.mayPass());
  }

  private JsonNode answer(HttpRequest request) {
    try {
      var answer = attempt.send(request);
      if (answer.statusCode() != 200) {
        throw refusal(request, answer);
      }
      return JSON.readTree(answer.body());
    } catch (ConnectionException lost) {
      var passing = lost.failure() != ConnectionException.Failure.TLS;
      throw new TokenException("No token: " + lost.getMessage(), passing, lost);
    } catch (IOException noJson) {
      throw new TokenException(
          "%s did not answer with JSON. Is %s an OpenID Connect issuer?"
              .formatted(request.uri(), issuer),
          false,
          noJson);
    }
  }

  private TokenException refusal(HttpRequest request, HttpResponse<byte[]> answer) {
    var said = said(answer);
    var advice =
        said.startsWith("invalid_client") ? " Check the id and the secret of the client." : "";
    return new TokenException(
        "%s answered %d%s.%s"
            .formatted(
                request.uri(),
                answer.statusCode(),
                said.isEmpty() ? "" : " (" + said + ")",
                advice),
        Passing.is(answer.statusCode()) || answer.statusCode() == 429,
        null);
  }

  private static String said(HttpResponse<byte[]> answer) {
    try {
      var error = JSON.readTree(answer.body());
      var description = error.path("error_description").asText("");
      return error.path("error").asText("") + (description.isEmpty() ? "" : ": " + description);
    } catch (IOException noJson) {
      return "";
    }
  }
}
