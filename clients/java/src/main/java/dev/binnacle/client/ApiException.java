package dev.binnacle.client;

import com.fasterxml.jackson.core.JacksonException;
import java.net.http.HttpHeaders;
import java.util.Map;

/**
 * An answer that is not one of Binnacle's, or that this client cannot read: the page of a proxy,
 * another server, a server of another version. Also a call without an argument that it needs.
 */
public class ApiException extends BinnacleException {
  private static final long serialVersionUID = 1L;
  private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

  private final int code;
  private final transient HttpHeaders responseHeaders;
  private final String responseBody;
  private final boolean passing;

  /** An answer that could not be had or not be read. */
  public ApiException(Throwable cause) {
    super(sentence(cause), cause);
    this.code = 0;
    this.responseHeaders = NO_HEADERS;
    this.responseBody = "";
    this.passing = false;
  }

  /** A call that was wrong before it was sent. */
  public ApiException(int code, String message) {
    this(code, message, NO_HEADERS, "");
  }

  /** An answer with a status that says that the call failed. */
  public ApiException(int code, String message, HttpHeaders responseHeaders, String responseBody) {
    this(code, message, responseHeaders, responseBody, false);
  }

  ApiException(
      int code, String message, HttpHeaders headers, String responseBody, boolean passing) {
    super(message);
    this.code = code;
    this.responseHeaders = headers;
    this.responseBody = responseBody == null ? "" : responseBody;
    this.passing = passing;
  }

  /** The HTTP status; 0 when there was none. */
  public int getCode() {
    return code;
  }

  /** The headers of the answer; none when there was no answer. */
  public HttpHeaders getResponseHeaders() {
    return responseHeaders == null ? NO_HEADERS : responseHeaders;
  }

  /** The body of the answer as text; empty when there was none. */
  public String getResponseBody() {
    return responseBody;
  }

  /** Whether it may work later without any change, because the server is away or starting. */
  public boolean mayPass() {
    return passing;
  }

  private static String sentence(Throwable cause) {
    return cause instanceof JacksonException
        ? ("The answer cannot be read (%s). BinnacleClient.requireCompatibleServer() tells"
                + " whether the server is of a version that this client speaks.")
            .formatted(cause.getMessage())
        : "There was no whole answer (%s).".formatted(cause.getMessage());
  }
}
