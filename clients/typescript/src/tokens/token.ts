import { timeLimit, unlessAborted } from '../calls/time.js';
import { BinnacleError, ConfigurationError, TokenError } from '../errors.js';

/** Why a token is asked for. */
export interface TokenRequest {
  /** The token that the server has just refused, if that is why: the same one again will not do. */
  readonly rejected?: string;
}

/** Gives the token for each request, so that it can be renewed. It is asked once more when the server refuses a token. */
export type TokenSupplier = (request: TokenRequest) => string | Promise<string>;

/** A bearer token, or what gives one. */
export type Token = string | TokenSupplier;

/** What gives a token that can be sent. */
export type TokenSource = (request: TokenRequest) => Promise<string>;

/**
 * Makes a source of a token. A supplier has so many milliseconds each time.
 *
 * @throws ConfigurationError when it is a text that cannot be a token
 */
export function tokenSource(token: Token, timeout: number): TokenSource {
  if (typeof token === 'string') {
    const usable = requireUsable(token);
    return async () => usable;
  }
  if (typeof token !== 'function') throw noToken();
  return async (request) => requireUsable(await supplied(token, request, timeout));
}

async function supplied(supplier: TokenSupplier, request: TokenRequest, timeout: number): Promise<string> {
  const limit = timeLimit(timeout);
  try {
    return await unlessAborted(Promise.resolve(supplier(request)), limit.signal);
  } catch (cause) {
    if (cause instanceof BinnacleError) throw cause;
    if (limit.expired) throw new TokenError(`The supplier of the token has not given one within ${timeout} ms.`, { cause, temporary: true });
    throw new TokenError(`The supplier of the token failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  } finally {
    limit.clear();
  }
}

function requireUsable(token: unknown): string {
  if (typeof token !== 'string' || token.trim() === '') throw noToken();
  const trimmed = token.trim();
  if (!/^[\x21-\x7e]+$/.test(trimmed)) {
    throw new ConfigurationError('The token has spaces, line breaks or letters in it that no token has: it may be cut or be something else.');
  }
  return trimmed;
}

function noToken(): ConfigurationError {
  return new ConfigurationError('No token is given: pass an API token ("bnc_…") or a JWT as `token`. Is the environment variable set?');
}
