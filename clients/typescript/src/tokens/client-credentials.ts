import { requireMilliseconds } from '../calls/time.js';
import { ConfigurationError, TokenError } from '../errors.js';
import { type Issuer, issuerBy } from './issuer.js';
import type { TokenSupplier } from './token.js';

/** A program that logs in by itself at an OpenID Connect issuer. */
export interface ClientCredentials {
  /** The issuer, to the letter as its tokens name it. Its configuration is read below `/.well-known/openid-configuration`. */
  readonly issuer: string;
  /** The id of the client at the issuer. */
  readonly clientId: string;
  /** Its secret. */
  readonly clientSecret: string;
  /** The scopes to ask for, separated by spaces; the issuer's default unless given. */
  readonly scope?: string;
  /** The audience to ask for, where the issuer wants it named (Auth0, for example). */
  readonly audience?: string;
  /** How many milliseconds one answer of the issuer may take. Default: 15,000. */
  readonly timeout?: number;
  /** What sends the requests; `fetch` of the platform unless given. */
  readonly fetch?: typeof fetch;
}

interface KeptToken {
  readonly token: string;
  /** Until here it is used without asking. */
  readonly freshUntil: number;
  /** Until here it is used when the issuer cannot give a newer one. */
  readonly validUntil: number;
}

const USUAL_TIMEOUT = 15_000;
const USUAL_LIFETIME_SECONDS = 60;
const LONGEST_MARGIN_SECONDS = 30;
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * A token by OAuth 2.0 client credentials. It is kept until shortly before it expires. However many calls wait for a newer
 * one, the issuer is asked once.
 *
 * The supplier rejects with a `TokenError` when the issuer refuses, and with a `ConnectionError` or a `RequestTimeoutError`
 * when it cannot be reached.
 *
 * @throws ConfigurationError when the issuer is no `https` address (`http` is accepted on loopback), or the client has no name
 */
export function clientCredentials(credentials: ClientCredentials): TokenSupplier {
  requireComplete(credentials);
  const issuer = issuerBy(credentials.fetch ?? fetch, credentials.timeout ?? USUAL_TIMEOUT);
  let endpoint: Promise<TokenEndpoint> | undefined;
  let kept: KeptToken | undefined;
  let renewal: Promise<KeptToken> | undefined;

  const discovered = () =>
    (endpoint ??= discover(issuer, credentials).catch((failure: unknown) => {
      endpoint = undefined;
      throw failure;
    }));
  const renewed = () =>
    (renewal ??= discovered()
      .then((found) => request(issuer, found, credentials))
      .then((token) => (kept = token))
      .finally(() => (renewal = undefined)));

  return async ({ rejected }) => {
    const usable = kept?.token === rejected ? undefined : kept;
    if (usable && Date.now() < usable.freshUntil) return usable.token;
    try {
      return (await renewed()).token;
    } catch (failure) {
      if (usable && Date.now() < usable.validUntil) return usable.token;
      throw failure;
    }
  };
}

function requireComplete({ issuer, clientId, clientSecret, timeout }: ClientCredentials): void {
  if (!clientId || !clientSecret) throw new ConfigurationError('Client credentials need a `clientId` and a `clientSecret`. Are the environment variables set?');
  if (!isConfidential(issuer)) throw new ConfigurationError(`The issuer "${issuer}" has to be an https address: a secret is sent there.`);
  requireMilliseconds('timeout', timeout);
}

/** Whether a secret may be sent there: only the issuer, or this machine, can read it. */
function isConfidential(address: unknown): address is string {
  try {
    const { protocol, hostname } = new URL(String(address));
    return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
  } catch {
    return false;
  }
}

interface TokenEndpoint {
  readonly url: string;
  /** Whether the issuer wants the secret in the body rather than in a header. */
  readonly secretInBody: boolean;
}

async function discover(issuer: Issuer, { issuer: name }: ClientCredentials): Promise<TokenEndpoint> {
  const url = `${name.replace(/\/+$/, '')}/.well-known/openid-configuration`;
  const found = await issuer.ask(url);
  if (found.issuer !== name) {
    throw new TokenError(`${url} describes the issuer "${String(found.issuer)}", not "${name}": use the name to the letter.`);
  }
  if (!isConfidential(found.token_endpoint)) throw new TokenError(`${url} names no token endpoint with an https address.`);
  const methods = found.token_endpoint_auth_methods_supported;
  const secretInBody = Array.isArray(methods) && !methods.includes('client_secret_basic') && methods.includes('client_secret_post');
  return { url: found.token_endpoint, secretInBody };
}

async function request(issuer: Issuer, { url, secretInBody }: TokenEndpoint, credentials: ClientCredentials): Promise<KeptToken> {
  const { clientId, clientSecret, scope, audience } = credentials;
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    ...(scope && { scope }),
    ...(audience && { audience }),
    ...(secretInBody && { client_id: clientId, client_secret: clientSecret }),
  });
  const headers: Record<string, string> = { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' };
  if (!secretInBody) headers.Authorization = `Basic ${btoa(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`)}`;
  const asked = Date.now();
  const { access_token: token, expires_in: expiresIn } = await issuer.ask(url, { method: 'POST', headers, body: body.toString() });
  if (typeof token !== 'string' || token === '') throw new TokenError(`${url} has answered without an access token.`);
  const seconds = Number(expiresIn) > 0 ? Number(expiresIn) : USUAL_LIFETIME_SECONDS;
  const margin = Math.min(LONGEST_MARGIN_SECONDS, seconds / 5);
  return { token, freshUntil: asked + (seconds - margin) * 1000, validUntil: asked + seconds * 1000 };
}

/** RFC 6749, section 2.3.1: both parts are form-encoded before they are joined. */
function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}
