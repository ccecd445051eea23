/** One request to the API, before it has a token. */
export interface Call {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body?: RequestInit['body'];
  readonly credentials?: RequestCredentials | undefined;
  /** Ends the call, with all its repetitions. */
  readonly signal?: AbortSignal | undefined;
  /** The answer is a stream: it is handed out before its end, and has no time limit. */
  readonly streamed?: boolean;
}

/** Performs a call, and rejects with a `BinnacleError` or with the reason of the call's signal. */
export type Send = (call: Call) => Promise<Response>;

/** The call that the generated code wants to make. */
export function callOf(url: string, init: RequestInit): Call {
  return {
    url,
    method: init.method ?? 'GET',
    headers: new Headers(init.headers),
    body: init.body,
    credentials: init.credentials,
    signal: init.signal ?? undefined,
  };
}

/** The same call with one header more, or with another value of it. */
export function withHeader(call: Call, name: string, value: string): Call {
  const headers = new Headers(call.headers);
  headers.set(name, value);
  return { ...call, headers };
}

/** Whether the call changes nothing, however often it is sent: it reads, or it only plans. */
export function isSafe({ method, url }: Call): boolean {
  return method === 'GET' || method === 'HEAD' || new URL(url).searchParams.get('dryRun') === 'true';
}
