package dev.binnacle.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.binnacle.client.api.OperationEventsApi;
import dev.binnacle.client.api.OperationsApi;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/** The ways to the server during one wait. They repeat nothing: the wait does that. */
final class WaitApis {
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** The server says something every 15 seconds. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(45);

  private final PatientHttpClient http;
  private final ObjectMapper mapper;
  private final URI api;
  private final ApiClient client;

  /** Ways whose calls end after that timeout, and soon after the deadline. */
  WaitApis(
      PatientHttpClient http, ObjectMapper mapper, URI api, Duration timeout, Deadline deadline) {
    this.http = http;
    this.mapper = mapper;
    this.api = api;
    this.client = new SharedApiClient(http, mapper, api);
    client.setRequestInterceptor(
        request -> request.timeout(deadline.leftUpTo(timeout).plus(GRACE)));
  }

  OperationsApi operations() {
    return new OperationsApi(client);
  }

  EventFeed events(UUID id) {
    return new EventFeed(http, new OperationEventsApi(client), mapper, api, id, LONGEST_SILENCE);
  }
}
