package dev.binnacle.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.binnacle.client.model.ProblemCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks a server which version of the contract it speaks. */
final class ServerCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final Attempt attempt;
  private final URI contract;

  /** A check of the server whose API is there. */
  ServerCheck(HttpClient http, URI api) {
    this.attempt = new Attempt(http);
    this.contract = URI.create(api + "/openapi.json");
  }

  /**
   * The version of the contract that the server publishes.
   *
   * @throws ApiException when it publishes none
   * @throws ConnectionException when it cannot be asked
   */
  ContractVersion serverVersion() {
    var answer = attempt.send(HttpRequest.newBuilder(contract).timeout(PATIENCE).build());
    return version(answer)
        .orElseThrow(() ->
            new ApiException(
                answer.statusCode(),
                "There is no contract at %s: that is not the address of a Binnacle server."
                    .formatted(contract)));
  }

  /**
   * Asks whether the server and this client understand each other.
   *
   * @throws IncompatibleServerException when they do not
   */
  void requireCompatible() {
    var version = serverVersion();
    if (!ContractVersion.OWN.understands(version)) {
      throw new IncompatibleServerException(version.text());
    }
  }

  /**
   * A failure that can come from a server of another version, as what it is; any other as it was.
   */
  BinnacleException explain(BinnacleException failure) {
    if (!mayBeOfAnotherVersion(failure)) {
      return failure;
    }
    try {
      requireCompatible();
      return failure;
    } catch (IncompatibleServerException other) {
      other.addSuppressed(failure);
      return other;
    } catch (ApiException | ConnectionException unknown) {
      failure.addSuppressed(unknown);
      return failure;
    }
  }

  private static boolean mayBeOfAnotherVersion(BinnacleException failure) {
    return failure instanceof ProblemException refused
            && (refused.code() == ProblemCode.PATH_NOT_FOUND
                || refused.code() == ProblemCode.METHOD_NOT_ALLOWED)
        || failure instanceof ApiException foreign && foreign.getCode() == NOT_FOUND;
  }

  private static Optional<ContractVersion> version(HttpResponse<byte[]> answer) {
    if (answer.statusCode() != OK) {
      return Optional.empty();
    }
    try (var parser = new JsonFactory().createParser(answer.body())) {
      while (parser.nextToken() != null) {
        var path = parser.getParsingContext().pathAsPointer().toString();
        if (path.equals("/info/version") && parser.currentToken() == JsonToken.VALUE_STRING) {
          return Optional.of(new ContractVersion(parser.getText()));
        }
      }
    } catch (IOException noJson) {
      return Optional.empty();
    }
    return Optional.empty();
  }
}
