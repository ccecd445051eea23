package dev.binnacle.http;

import dev.binnacle.identity.Caller;
import java.util.Optional;

/**
 * Recognises one kind of bearer token. Found through CDI; the first that recognises a token decides
 * on it.
 */
public interface BearerVerifier {

  /**
   * The caller behind the token; empty when the token is not of this verifier's kind.
   *
   * @param sourceAddress where the request came from, for the caller record
   * @param requestId the request's id, for the caller record
   * @throws dev.binnacle.problems.ProblemException when it is of this kind and not accepted
   */
  Optional<Caller> verify(String token, String sourceAddress, String requestId);
}
