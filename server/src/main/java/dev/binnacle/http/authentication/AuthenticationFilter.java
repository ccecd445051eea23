package dev.binnacle.http.authentication;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.binnacle.http.BearerVerifier;
import dev.binnacle.http.CurrentRequest;
import dev.binnacle.http.Digests;
import dev.binnacle.http.Exchange;
import dev.binnacle.http.Request;
import dev.binnacle.http.quotas.Quotas;
import dev.binnacle.identity.Caller;
import dev.binnacle.problems.Problem;
import dev.binnacle.problems.ProblemCode;
import dev.binnacle.problems.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/** Finds out who the caller is, or refuses with 401. */
public final class AuthenticationFilter implements ContainerRequestFilter {

  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  /**
   * Digests of tokens that were good lately. They are verified all the same, but their callers do
   * not suffer when others behind the same address have used up its failures.
   */
  private static final Cache<String, Boolean> GOOD_LATELY =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(REMEMBERED).build();

  private final Iterable<BearerVerifier> verifiers;
  private final Quotas quotas;
  private final CurrentRequest currentRequest;

  /** A filter that asks the verifiers, in any order: each knows its own tokens. */
  public AuthenticationFilter(
      Iterable<BearerVerifier> verifiers, Quotas quotas, CurrentRequest currentRequest) {
    this.verifiers = verifiers;
    this.quotas = quotas;
    this.currentRequest = currentRequest;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    var address = (String) request.getProperty(Exchange.SOURCE_ADDRESS);
    var id = (String) request.getProperty(Exchange.REQUEST_ID);
    var caller = authenticated(request.getHeaderString(HttpHeaders.AUTHORIZATION), address, id);
    request.setProperty(Exchange.CALLER, caller);
    currentRequest.set(new Request(caller, id, Optional.empty()));
  }

  private Caller authenticated(String header, String address, String requestId) {
    var digest = header == null ? "" : digest(header);
    if (GOOD_LATELY.getIfPresent(digest) == null) {
      quotas.failuresLeft(address).requireGranted();
    }
    try {
      var caller = recognised(BearerHeader.token(header), address, requestId);
      GOOD_LATELY.put(digest, true);
      return caller;
    } catch (ProblemException refused) {
      if (refused.problem().code().status() == 401) {
        quotas.failure(address);
      }
      throw refused;
    }
  }

  private Caller recognised(String token, String address, String requestId) {
    for (var verifier : verifiers) {
      var caller = verifier.verify(token, address, requestId);
      if (caller.isPresent()) {
        return caller.get();
      }
    }
    throw Problem.of(ProblemCode.INVALID_TOKEN, "The token is neither a JWT nor an API token.")
        .withRemedy("Get a new token and repeat.")
        .asException();
  }

  private static String digest(String header) {
    return HexFormat.of().formatHex(Digests.sha256(header.getBytes(StandardCharsets.UTF_8)));
  }
}
