package dev.binnacle.client;

import dev.binnacle.client.api.ApiTokensApi;
import dev.binnacle.client.api.AuditApi;
import dev.binnacle.client.api.ClustersApi;
import dev.binnacle.client.api.DatabasesApi;
import dev.binnacle.client.api.NodesApi;
import dev.binnacle.client.api.OperationEventsApi;
import dev.binnacle.client.api.OperationsApi;
import dev.binnacle.client.api.PlatformApi;
import dev.binnacle.client.model.OperationPlanDetail;
import dev.binnacle.client.model.OperationResult;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The way into one Binnacle server: the generated APIs, with the address and the token filled in.
 *
 * <p>Safe for use by several threads. Every call blocks its thread until the answer is there and
 * throws {@link ApiException} for every status that is not 2xx; {@link Problems} reads the problem
 * in it.
 */
public final class BinnacleClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Longer than the longest wait that the server grants (60 s). */
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(75);

  private final ApiClient apiClient;

  private BinnacleClient(ApiClient apiClient) {
    this.apiClient = apiClient;
  }

  /**
   * Prepares calls to a server. Nothing is sent yet.
   *
   * @param server where the server is, without {@code /api/v1}, for example {@code
   *     https://binnacle.example.org}
   * @param token gives the bearer token for a request; asked for every request, so that it can be
   *     renewed
   */
  public static BinnacleClient of(URI server, Supplier<String> token) {
    var mapper = ApiClient.createDefaultObjectMapper();
    mapper.addMixIn(OperationResult.class, OpenOperationResult.class);
    mapper.addMixIn(OperationPlanDetail.class, OpenOperationPlanDetail.class);
    // HTTP/1.1: an upgrade to h2c costs a round trip and is refused by many proxies.
    var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    var apiClient = new ApiClient(http, mapper, server.resolve("/api/v1").toString());
    apiClient.setConnectTimeout(CONNECT_TIMEOUT);
    apiClient.setReadTimeout(READ_TIMEOUT);
    apiClient.setRequestInterceptor(
        request -> request.header("Authorization", "Bearer " + token.get()));
    return new BinnacleClient(apiClient);
  }

  /** The same with a token that stays as it is. */
  public static BinnacleClient of(URI server, String token) {
    return of(server, () -> token);
  }

  /** Databases and their procedures. */
  public DatabasesApi databases() {
    return new DatabasesApi(apiClient);
  }

  /** Kubernetes clusters. */
  public ClustersApi clusters() {
    return new ClustersApi(apiClient);
  }

  /** The nodes of clusters and their procedures. */
  public NodesApi nodes() {
    return new NodesApi(apiClient);
  }

  /** Operations and the decisions about them. */
  public OperationsApi operations() {
    return new OperationsApi(apiClient);
  }

  /** What happened in an operation. */
  public OperationEventsApi operationEvents() {
    return new OperationEventsApi(apiClient);
  }

  /** The platform, and who you are. */
  public PlatformApi platform() {
    return new PlatformApi(apiClient);
  }

  /** The audit log. */
  public AuditApi audit() {
    return new AuditApi(apiClient);
  }

  /** API tokens. */
  public ApiTokensApi apiTokens() {
    return new ApiTokensApi(apiClient);
  }

  /** Following an operation until it is final. */
  public OperationWatch watch() {
    return new OperationWatch(operations(), operationEvents());
  }
}
