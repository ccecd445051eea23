import { within } from '../calls/exchange.js';
import { retryAfterOf } from '../calls/retry-after.js';
import { TokenError } from '../errors.js';

/** How an OpenID Connect issuer is spoken to: each answer is a JSON object. */
export interface Issuer {
  ask(url: string, init?: RequestInit): Promise<Readonly<Record<string, unknown>>>;
}

/** An issuer that has so many milliseconds for each answer. */
export function issuerBy(fetchApi: typeof fetch, timeout: number): Issuer {
  return {
    ask: (url, init) =>
      within(timeout, { url }, async (signal) => {
        const response = await fetchApi(url, { ...init, redirect: 'manual', signal });
        const answer = await objectIn(response);
        if (!response.ok || answer === undefined) throw refused(url, response, answer);
        return answer;
      }),
  };
}

async function objectIn(response: Response): Promise<Readonly<Record<string, unknown>> | undefined> {
  const text = await response.text();
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function refused(url: string, { status, headers }: Response, answer: Readonly<Record<string, unknown>> | undefined): TokenError {
  const said = [answer?.error, answer?.error_description].filter((part) => typeof part === 'string').join(': ');
  const advice = status === 400 || status === 401 ? ' Check the client id, its secret, and that the client may use client credentials.' : '';
  return new TokenError(`The issuer refused at ${url} with status ${status}${said && ` (${said})`}.${advice}`, {
    temporary: status === 429 || status >= 500,
    retryAfter: retryAfterOf(headers),
  });
}
