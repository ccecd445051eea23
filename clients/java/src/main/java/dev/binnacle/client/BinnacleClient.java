package dev.binnacle.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.binnacle.client.api.ApiTokensApi;
import dev.binnacle.client.api.AuditApi;
import dev.binnacle.client.api.ClustersApi;
import dev.binnacle.client.api.DatabasesApi;
import dev.binnacle.client.api.NodesApi;
import dev.binnacle.client.api.OperationEventsApi;
import dev.binnacle.client.api.OperationsApi;
import dev.binnacle.client.api.PlatformApi;
import dev.binnacle.client.api.PostgreSqlApi;
import dev.binnacle.client.model.Operation;
import dev.binnacle.client.model.OperationPlanDetail;
import dev.binnacle.client.model.OperationResult;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The way into one Binnacle server: the generated APIs with the address and the token filled in,
 * and waiting for operations.
 *
 * <p>Safe for use by several threads; make one and keep it. Every call blocks its thread until the
 * answer is there, and throws a {@link BinnacleException} when it is not a good one: a {@link
 * ProblemException} for a refusal, a {@link ConnectionException} when there was no answer. Calls
 * are repeated as {@link RetryPolicy} says; a POST without an idempotency key gets one, so that it
 * can be repeated and still happens once. An interrupt ends a call with a {@link
 * CallInterruptedException}.
 */
public final class BinnacleClient {
  private static final Duration WAIT_OF_THE_SERVER = Duration.ofSeconds(30);

  private final URI api;
  private final ObjectMapper mapper = mapper();
  private final ServerCheck serverCheck;
  private final PatientHttpClient impatient;
  private final Duration timeout;
  private final ApiClient client;

  BinnacleClient(
      URI api, TokenSource tokens, RetryPolicy retries, Duration timeout, HttpClient connection) {
    this.api = api;
    this.timeout = timeout;
    this.serverCheck = new ServerCheck(connection, api);
    var authorization = new Authorization(tokens);
    var refusals = new Refusals(mapper);
    this.impatient =
        new PatientHttpClient(
            connection, authorization, refusals, serverCheck, RetryPolicy.never());
    this.client =
        new SharedApiClient(
            new PatientHttpClient(connection, authorization, refusals, serverCheck, retries),
            mapper,
            api);
    client.setReadTimeout(timeout);
  }

  private static ObjectMapper mapper() {
    return ApiClient.createDefaultObjectMapper()
        .addMixIn(OperationResult.class, OpenOperationResult.class)
        .addMixIn(OperationPlanDetail.class, OpenOperationPlanDetail.class);
  }

  /** Puts a client together that needs more than an address and a token. */
  public static BinnacleClientBuilder builder() {
    return new BinnacleClientBuilder();
  }

  /**
   * Prepares calls to a server. Nothing is sent yet.
   *
   * @param server where the server is, such as {@code https://binnacle.example.org}
   * @param token an API token, or a JWT of an issuer that the server trusts
   * @throws SettingsException when one of them is missing or the address is not one
   */
  public static BinnacleClient of(String server, String token) {
    return builder().server(server).token(token).build();
  }

  /** The same with the address as a URI. */
  public static BinnacleClient of(URI server, String token) {
    return builder().server(server).token(token).build();
  }

  /** The same with tokens that are renewed. */
  public static BinnacleClient of(URI server, TokenSource tokens) {
    return builder().server(server).tokens(tokens).build();
  }

  /** Databases and their procedures. */
  public DatabasesApi databases() {
    return new DatabasesApi(client);
  }

  /** What only PostgreSQL databases have. */
  public PostgreSqlApi postgresql() {
    return new PostgreSqlApi(client);
  }

  /** Kubernetes clusters. */
  public ClustersApi clusters() {
    return new ClustersApi(client);
  }

  /** The nodes of clusters and their procedures. */
  public NodesApi nodes() {
    return new NodesApi(client);
  }

  /** Operations and the decisions about them. */
  public OperationsApi operations() {
    return new OperationsApi(client);
  }

  /** What happened in an operation. */
  public OperationEventsApi operationEvents() {
    return new OperationEventsApi(client);
  }

  /** The platform, and who you are. */
  public PlatformApi platform() {
    return new PlatformApi(client);
  }

  /** The audit log. */
  public AuditApi audit() {
    return new AuditApi(client);
  }

  /** API tokens. */
  public ApiTokensApi apiTokens() {
    return new ApiTokensApi(client);
  }

  /**
   * Blocks until an operation is final, whichever way it ended; {@link
   * OperationStates#requireSuccess} tells. A server that is restarted meanwhile, or a proxy that
   * cuts connections, is ridden out. Interrupting the thread gives up waiting, not the operation.
   *
   * @throws WaitTimeoutException when it is not final in time; it goes on
   * @throws BinnacleException when the server refuses, or is away for too long
   */
  public Operation waitFor(UUID operationId, WaitOptions options) {
    return new OperationWait(operationId, options, this::apis).untilFinal();
  }

  /** The same without hearing of its progress. */
  public Operation waitFor(UUID operationId, Duration atMost) {
    return waitFor(operationId, WaitOptions.atMost(atMost));
  }

  /**
   * Makes a blocking call of this client, such as {@code () -> client.waitFor(…)}, in a thread of
   * its own. Cancelling the future interrupts the call.
   *
   * @return completes with what the call returns, or exceptionally with what it throws
   */
  public <T> CompletableFuture<T> async(Supplier<T> call) {
    return Background.run(call);
  }

  /**
   * The version of the contract that the server publishes.
   *
   * @throws ApiException when there is no Binnacle server at the address
   * @throws ConnectionException when it does not answer
   */
  public String serverVersion() {
    return serverCheck.serverVersion().text();
  }

  /**
   * Asks whether this client and the server understand each other.
   *
   * @throws IncompatibleServerException when they do not
   * @throws ApiException when there is no Binnacle server at the address
   * @throws ConnectionException when it does not answer
   */
  public void requireCompatibleServer() {
    serverCheck.requireCompatible();
  }

  private WaitApis apis(Deadline deadline) {
    return new WaitApis(impatient, mapper, api, timeout.plus(WAIT_OF_THE_SERVER), deadline);
  }
}
