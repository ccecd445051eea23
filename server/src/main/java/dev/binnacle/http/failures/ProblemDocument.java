package dev.binnacle.http.failures;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.binnacle.http.ApiJson;
import dev.binnacle.problems.Problem;
import java.util.LinkedHashMap;

/** The document of RFC 9457 that tells one occurrence of a problem. */
public final class ProblemDocument {

  private ProblemDocument() {}

  /**
   * The document in UTF-8.
   *
   * @param instance the path that was asked for
   * @param requestId the request's id
   * @throws IllegalArgumentException when an extension is nothing that JSON can carry
   */
  public static byte[] of(Problem problem, String instance, String requestId) {
    var members = new LinkedHashMap<>(problem.document());
    members.put("instance", instance);
    members.put("requestId", requestId);
    try {
      return ApiJson.mapper().writeValueAsBytes(members);
    } catch (JsonProcessingException foreign) {
      throw new IllegalArgumentException("a problem that cannot be told", foreign);
    }
  }
}
