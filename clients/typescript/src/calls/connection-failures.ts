import { BinnacleError, ConnectionError, type ConnectionFailure } from '../errors.js';

/** What Node and its `fetch` say in `code`. Certificates have many more codes: see `TLS`. */
const CODES: Readonly<Record<string, ConnectionFailure>> = {
  ECONNREFUSED: 'REFUSED',
  ENOTFOUND: 'NAME_NOT_FOUND',
  EAI_AGAIN: 'UNREACHABLE',
  EHOSTUNREACH: 'UNREACHABLE',
  ENETUNREACH: 'UNREACHABLE',
  UND_ERR_CONNECT_TIMEOUT: 'UNREACHABLE',
  ECONNRESET: 'BROKEN',
  ECONNABORTED: 'BROKEN',
  EPIPE: 'BROKEN',
  ETIMEDOUT: 'BROKEN',
  UND_ERR_SOCKET: 'BROKEN',
  UND_ERR_HEADERS_TIMEOUT: 'BROKEN',
  UND_ERR_BODY_TIMEOUT: 'BROKEN',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'BROKEN',
};

const TLS = /CERT|SIGNATURE|^ERR_(TLS|SSL)_|^EPROTO$|^(CRL|HOSTNAME)_/;

const SENTENCES: Readonly<Record<ConnectionFailure, (origin: string) => string>> = {
  REFUSED: (origin) => `Nothing listens at ${origin}: check host and port, and whether the server runs.`,
  NAME_NOT_FOUND: (origin) => `The host of ${origin} does not exist: check its name.`,
  UNREACHABLE: (origin) => `The host of ${origin} cannot be reached: check the network, the firewall and the VPN.`,
  TLS: (origin) =>
    `No secure connection to ${origin}: check that it speaks https on that port, and that its certificate is valid there. ` +
    'Node trusts a certificate authority of your own when NODE_EXTRA_CA_CERTS names its file.',
  BROKEN: (origin) => `The connection to ${origin} broke before the answer was complete: the server may have been restarted.`,
  UNKNOWN: (origin) =>
    `${origin} cannot be reached: check that it runs and that its certificate is trusted; from a browser, also that it allows this page's origin.`,
};

interface SystemError {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
}

/** Says what has happened to a connection, from what `fetch` or the reading of its answer has thrown. */
export function connectionError(thrown: unknown, url: string): BinnacleError {
  if (thrown instanceof BinnacleError) return thrown;
  const system = innermost(thrown);
  const failure = kindOf(system);
  const said = typeof system.message === 'string' && system.message ? ` (${system.message})` : '';
  return new ConnectionError(`${SENTENCES[failure](new URL(url).origin)}${said}`, failure, { cause: thrown });
}

/** `fetch` wraps what the system said, sometimes twice. */
function innermost(thrown: unknown): SystemError {
  let error = thrown;
  while (error instanceof Error && error.cause instanceof Error) error = error.cause;
  return typeof error === 'object' && error !== null ? error : {};
}

function kindOf({ code, syscall, message }: SystemError): ConnectionFailure {
  if (typeof code !== 'string') return message === 'terminated' ? 'BROKEN' : 'UNKNOWN';
  if (code === 'ETIMEDOUT' && syscall === 'connect') return 'UNREACHABLE';
  return CODES[code] ?? (TLS.test(code) ? 'TLS' : 'UNKNOWN');
}
