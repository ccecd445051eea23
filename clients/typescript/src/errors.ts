import type { Operation, Problem, ProblemCode } from './generated/index.js';

/** What every error of this client is. Its message is a sentence that says what is wrong and, where that is known, what to do. */
export class BinnacleError extends Error {
  override readonly name: string = 'BinnacleError';
  /** How many milliseconds the server asks to wait before a repetition, if it says so. */
  readonly retryAfter: number | undefined;

  constructor(message: string, options?: ErrorOptions & { readonly retryAfter?: number | undefined }) {
    super(message, options);
    this.retryAfter = options?.retryAfter;
  }

  /** Whether the same call may succeed a little later without anybody doing anything. */
  get temporary(): boolean {
    return false;
  }

  /** Whether the server may have received the request, and may have acted on it. */
  get mayHaveArrived(): boolean {
    return false;
  }
}

/** The client is used in a way that cannot work: no address, no token, a negative time. Nothing was sent. */
export class ConfigurationError extends BinnacleError {
  override readonly name = 'ConfigurationError';
}

/** No token could be had: the supplier failed, or the OpenID Connect issuer refused or is away. */
export class TokenError extends BinnacleError {
  override readonly name = 'TokenError';
  readonly #temporary: boolean;

  constructor(message: string, options?: ErrorOptions & { readonly temporary?: boolean; readonly retryAfter?: number | undefined }) {
    super(message, options);
    this.#temporary = options?.temporary ?? false;
  }

  override get temporary(): boolean {
    return this.#temporary;
  }
}

/**
 * Why there is no connection.
 *
 * - `REFUSED`: nothing listens there
 * - `NAME_NOT_FOUND`: the host name does not exist
 * - `UNREACHABLE`: the host does not answer, or there is no way to it
 * - `TLS`: the two sides do not agree on a secure connection, or the certificate is not trusted
 * - `BROKEN`: the connection ended in the middle
 * - `UNKNOWN`: the platform does not say; browsers never do
 */
export type ConnectionFailure = 'REFUSED' | 'NAME_NOT_FOUND' | 'UNREACHABLE' | 'TLS' | 'BROKEN' | 'UNKNOWN';

/** The server could not be reached, or the connection to it broke. The platform's own error is the `cause`. */
export class ConnectionError extends BinnacleError {
  override readonly name = 'ConnectionError';

  constructor(
    message: string,
    /** Why. */
    readonly failure: ConnectionFailure,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  override get temporary(): boolean {
    return this.failure !== 'TLS' && this.failure !== 'NAME_NOT_FOUND';
  }

  override get mayHaveArrived(): boolean {
    return this.failure === 'BROKEN' || this.failure === 'UNKNOWN';
  }
}

/** No answer came within the time limit of the connection. */
export class RequestTimeoutError extends BinnacleError {
  override readonly name = 'RequestTimeoutError';

  override get temporary(): boolean {
    return true;
  }

  override get mayHaveArrived(): boolean {
    return true;
  }
}

const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** The server has refused a request and says why (RFC 9457). */
export class BinnacleProblem extends BinnacleError {
  override readonly name = 'BinnacleProblem';
  /** The stable name of the problem: what programs match on. A later server may send codes that this client does not know. */
  readonly code: ProblemCode;
  /** The HTTP status. */
  readonly status: number;
  /** The kind of problem in words. */
  readonly title: string;
  /** What is wrong this time. */
  readonly detail: string | undefined;
  /** What you can do now. */
  readonly remedy: string | undefined;
  /** What exactly was wrong with the request; empty when the problem is another one. */
  readonly errors: NonNullable<Problem['errors']>;
  /** What the guards say; empty when the problem is another one. */
  readonly guards: NonNullable<Problem['guards']>;
  /** The id of the request. Quote it when you ask for help. */
  readonly requestId: string | undefined;

  constructor(
    /** The whole document as the server sent it. */
    readonly problem: Problem,
    retryAfter?: number,
  ) {
    super(sentence(problem), { retryAfter });
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail;
    this.remedy = problem.remedy;
    this.errors = problem.errors ?? [];
    this.guards = problem.guards ?? [];
    this.requestId = problem.requestId;
  }

  /** A component that refused will refuse again; a component that is away may come back. */
  override get temporary(): boolean {
    if (this.code === 'IDEMPOTENCY_KEY_IN_FLIGHT') return true;
    return PASSING.has(this.status) && this.code !== 'COMPONENT_REFUSED';
  }

  override get mayHaveArrived(): boolean {
    return this.status >= 500;
  }
}

function sentence({ code, title, detail, remedy, errors }: Problem): string {
  const findings = (errors ?? []).map(({ pointer, parameter, message }) => `${pointer ?? parameter ?? 'request'} ${message}.`);
  return [`${code}: ${detail ?? title}`, ...findings, remedy].filter(Boolean).join(' ');
}

/** Something has answered, but not as Binnacle does: another product, a proxy in between, a redirection. */
export class UnexpectedAnswerError extends BinnacleError {
  override readonly name = 'UnexpectedAnswerError';

  constructor(
    message: string,
    /** The HTTP status; 0 when the platform hides it. */
    readonly status: number,
    options?: ErrorOptions & { readonly retryAfter?: number | undefined },
  ) {
    super(message, options);
  }

  override get temporary(): boolean {
    return PASSING.has(this.status);
  }

  override get mayHaveArrived(): boolean {
    return this.status !== 429;
  }
}

/** The resource is still as `ifNoneMatch` names it. Only calls with `ifNoneMatch` reject with this. */
export class NotModifiedError extends BinnacleError {
  override readonly name = 'NotModifiedError';
}

/** The server speaks a version of the contract that this client does not. The call was not sent. */
export class VersionMismatchError extends BinnacleError {
  override readonly name = 'VersionMismatchError';

  constructor(
    message: string,
    /** The version of the contract that the server speaks. */
    readonly serverVersion: string,
    /** The version of the contract that this client was made from. */
    readonly clientVersion: string,
  ) {
    super(message);
  }
}

/** The time given to `waitFor` is over. The operation goes on: wait again, or cancel it. */
export class WaitTimeoutError extends BinnacleError {
  override readonly name = 'WaitTimeoutError';

  constructor(
    message: string,
    /** The operation as it was seen last; `undefined` when it was never seen. */
    readonly operation: Operation | undefined,
  ) {
    super(message);
  }

  override get temporary(): boolean {
    return true;
  }
}
