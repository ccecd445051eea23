import {
  APITokensApi,
  AuditApi,
  ClustersApi,
  Configuration,
  DatabasesApi,
  NodesApi,
  OperationEventsApi,
  OperationsApi,
  PlatformApi,
} from './generated/index.js';

/** How to reach a server. */
export interface Connection {
  /** Where the server is, without `/api/v1`, for example `https://binnacle.example.org`. */
  readonly server: string;
  /** The bearer token, or what gives it for every request, so that it can be renewed. */
  readonly token: string | (() => string | Promise<string>);
  /** What sends the requests; `fetch` of the platform unless given. */
  readonly fetch?: typeof fetch;
}

/** One Binnacle server: one API per tag of the contract. */
export interface Binnacle {
  readonly databases: DatabasesApi;
  readonly clusters: ClustersApi;
  readonly nodes: NodesApi;
  readonly operations: OperationsApi;
  readonly operationEvents: OperationEventsApi;
  readonly platform: PlatformApi;
  readonly audit: AuditApi;
  readonly apiTokens: APITokensApi;
}

/**
 * Prepares calls to a server. Nothing is sent yet. Every call rejects with a `ResponseError` for a status that is not 2xx:
 * `problemIn` reads the problem in it.
 */
export function connect({ server, token, fetch }: Connection): Binnacle {
  const configuration = new Configuration({
    basePath: `${server.replace(/\/+$/, '')}/api/v1`,
    accessToken: typeof token === 'string' ? token : async () => token(),
    headers: { Accept: 'application/json, application/problem+json' },
    ...(fetch && { fetchApi: fetch }),
  });
  return {
    databases: new DatabasesApi(configuration),
    clusters: new ClustersApi(configuration),
    nodes: new NodesApi(configuration),
    operations: new OperationsApi(configuration),
    operationEvents: new OperationEventsApi(configuration),
    platform: new PlatformApi(configuration),
    audit: new AuditApi(configuration),
    apiTokens: new APITokensApi(configuration),
  };
}
