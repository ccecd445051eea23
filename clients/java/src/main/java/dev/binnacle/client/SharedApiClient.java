package dev.binnacle.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;

/**
 * Makes all generated APIs share one HTTP client and one mapper; they would each make their own.
 */
final class SharedApiClient extends ApiClient {
  private final HttpClient http;

  SharedApiClient(HttpClient http, ObjectMapper mapper, URI api) {
    super(HttpClient.newBuilder(), mapper, api.toString());
    this.http = http;
  }

  @Override
  public HttpClient getHttpClient() {
    return http;
  }

  @Override
  public ObjectMapper getObjectMapper() {
    return mapper;
  }
}
