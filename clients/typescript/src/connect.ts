import { apiAddress } from './calls/address.js';
import { authenticated } from './calls/authentication.js';
import { callOf } from './calls/call.js';
import { checkedContract } from './calls/contract.js';
import { exchange } from './calls/exchange.js';
import { keyed } from './calls/idempotency.js';
import { repeated, type Retries } from './calls/repetition.js';
import { requireMilliseconds } from './calls/time.js';
import {
  APITokensApi,
  AuditApi,
  ClustersApi,
  Configuration,
  DatabasesApi,
  NodesApi,
  type Operation,
  type OperationEvent,
  OperationEventsApi,
  OperationsApi,
  PlatformApi,
  PostgreSQLApi,
} from './generated/index.js';
import { eventsOf, type FollowOptions } from './operations/follow.js';
import { streamsOf } from './operations/stream.js';
import { waitFor, type WaitOptions } from './operations/wait.js';
import { type Token, tokenSource } from './tokens/token.js';

/** How to reach a server. */
export interface Connection {
  /** Where the server is, for example `https://binnacle.example.org`. `/api/v1` may be part of it. */
  readonly server: string;
  /** The bearer token, or what gives it for every request: a function of your own, or `clientCredentials(…)`. */
  readonly token: Token;
  /** How many milliseconds one answer may take, beyond what the call itself asks the server to wait. Default: 30,000. */
  readonly timeout?: number;
  /** How calls are repeated. */
  readonly retries?: Retries;
  /** What sends the requests; `fetch` of the platform unless given. */
  readonly fetch?: typeof fetch;
}

/**
 * One Binnacle server: one API per tag of the contract, and what goes beyond single calls.
 *
 * Every call takes `{ signal }` as its last argument, and rejects with the signal's reason once that is aborted. It rejects
 * with a {@link BinnacleProblem} when the server refuses, and with another {@link BinnacleError} when there is no proper answer.
 */
export interface Binnacle {
  /** Databases, their members, and switchovers. */
  readonly databases: DatabasesApi;
  /** What only PostgreSQL databases have. */
  readonly postgresql: PostgreSQLApi;
  /** Kubernetes clusters. */
  readonly clusters: ClustersApi;
  /** Nodes of clusters: cordon, uncordon, drain. */
  readonly nodes: NodesApi;
  /** Operations, and the decisions about them. */
  readonly operations: OperationsApi;
  /** The events of operations, page by page; {@link Binnacle.events} follows them. */
  readonly operationEvents: OperationEventsApi;
  /** What the server is connected to, and who it thinks you are. */
  readonly platform: PlatformApi;
  /** Who did what. */
  readonly audit: AuditApi;
  /** API tokens. */
  readonly apiTokens: APITokensApi;

  /**
   * Waits until an operation is final, and gives it back, whether it succeeded or not. Survives restarts of the server.
   *
   * Follows the stream of events, and falls back to long polling where streams do not get through.
   *
   * @param operation - the operation, or its id
   * @throws WaitTimeoutError when `timeout` is over; the operation goes on
   */
  waitFor(operation: Operation | string, options?: WaitOptions): Promise<Operation>;

  /**
   * Every event of an operation, in order and once each, as it happens; ends after the last one. Survives restarts of the server.
   *
   * @param operation - the operation, or its id
   */
  events(operation: Operation | string, options?: FollowOptions): AsyncGenerator<OperationEvent, void>;
}

const USUAL_TIMEOUT = 30_000;

/**
 * Prepares calls to a server. Nothing is sent yet: the first call also asks the server which version of the contract it speaks.
 *
 * A call that fails for a reason that passes is repeated, if that is safe: what reads or plans always; what starts or decides
 * something by its idempotency key, which is made when you give none; anything else only if it certainly did not arrive.
 *
 * @throws ConfigurationError when there is no server or no token, or they cannot be used
 */
export function connect(connection: Connection): Binnacle {
  const { retries = {}, timeout = USUAL_TIMEOUT } = connection;
  const api = apiAddress(connection.server);
  requireMilliseconds('timeout', timeout);
  const tokens = tokenSource(connection.token, timeout);

  const once = exchange(connection.fetch ?? fetch, timeout);
  const known = checkedContract(once, authenticated(once, tokens), api);
  const send = keyed(repeated(known, retries));

  const configuration = new Configuration({
    basePath: api,
    headers: { Accept: 'application/json, application/problem+json' },
    fetchApi: (url, init) => send(callOf(String(url), init ?? {})),
    // The generated code would wrap the error in one of its own.
    middleware: [{ onError: ({ error }) => Promise.reject(error) }],
  });
  const operations = new OperationsApi(configuration);
  const operationEvents = new OperationEventsApi(configuration);
  const sources = { stream: streamsOf(known, api), pages: operationEvents, operations };
  return {
    databases: new DatabasesApi(configuration),
    postgresql: new PostgreSQLApi(configuration),
    clusters: new ClustersApi(configuration),
    nodes: new NodesApi(configuration),
    operations,
    operationEvents,
    platform: new PlatformApi(configuration),
    audit: new AuditApi(configuration),
    apiTokens: new APITokensApi(configuration),
    waitFor: (operation, options = {}) => waitFor(sources, operation, options),
    events: (operation, options = {}) => eventsOf(sources, operation, options),
  };
}
