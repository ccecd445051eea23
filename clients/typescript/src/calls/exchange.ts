import { RequestTimeoutError } from '../errors.js';
import { readAnswer, refusal } from './answers.js';
import type { Call, Send } from './call.js';
import { connectionError } from './connection-failures.js';
import { timeLimit } from './time.js';

/** Sends calls, each once. The limit is in milliseconds; what a call asks the server to wait is added to it. */
export function exchange(fetchApi: typeof fetch, timeout: number): Send {
  return (call) =>
    within(timeout + askedWait(call), call, async (signal) => {
      const { url, method, headers, body, credentials, streamed } = call;
      const init: RequestInit = { method, headers, redirect: 'manual', signal };
      if (body !== undefined && body !== null) init.body = body;
      if (credentials) init.credentials = credentials;
      const response = await fetchApi(url, init);
      if (!streamed) return readAnswer(response);
      if (!response.ok) throw refusal(response, await response.text());
      return response;
    });
}

/** Does one thing with a server within a time limit, and says in the words of this client what went wrong. */
export async function within<T>(
  timeout: number,
  { url, signal }: Pick<Call, 'url' | 'signal'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const limit = timeLimit(timeout, signal);
  try {
    return await work(limit.signal);
  } catch (thrown) {
    signal?.throwIfAborted();
    if (limit.expired) {
      throw new RequestTimeoutError(
        `${new URL(url).origin} has not answered within ${timeout / 1000} s: it is very busy, or does not get the request.`,
        { cause: thrown },
      );
    }
    throw connectionError(thrown, url);
  } finally {
    limit.clear();
  }
}

/** The milliseconds that the server is asked to wait, by `Prefer: wait=…` or `?wait=…`. */
function askedWait({ url, headers }: Call): number {
  const preferred = /(?:^|[,;\s])wait=(\d+)/.exec(headers.get('Prefer') ?? '')?.[1];
  const seconds = Number(preferred ?? new URL(url).searchParams.get('wait') ?? 0);
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}
