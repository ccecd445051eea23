package dev.binnacle.client;

import java.net.http.HttpRequest;

/** Puts the token on requests. */
final class Authorization {
  private final TokenSource tokens;

  Authorization(TokenSource tokens) {
    this.tokens = tokens;
  }

  /**
   * The token of the moment.
   *
   * @throws TokenException when there is none
   */
  String token() {
    try {
      var token = tokens.token();
      if (token == null || token.isBlank()) {
        throw new TokenException(
            "There is no token: its source gave nothing. Give an API token (bnc_…), or a JWT of an"
                + " issuer that the server trusts.");
      }
      return token.strip();
    } catch (BinnacleException known) {
      throw known;
    } catch (RuntimeException failed) {
      throw new TokenException(
          "There is no token: its source failed (%s).".formatted(failed.getMessage()),
          false,
          failed);
    }
  }

  /** The request with that token on it. */
  HttpRequest apply(HttpRequest request, String token) {
    try {
      return HttpRequest.newBuilder(
              request, (name, value) -> !name.equalsIgnoreCase(Headers.AUTHORIZATION))
          .header(Headers.AUTHORIZATION, "Bearer " + token)
          .build();
    } catch (IllegalArgumentException unsendable) {
      throw new TokenException(
          "The token has characters that no header may carry. Is it a token, and the whole of it?");
    }
  }

  /** Whether there is another token after the server has refused this one. */
  boolean refused(String token) {
    return tokens.refused(token);
  }
}
