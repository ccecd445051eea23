import { BinnacleProblem, UnexpectedAnswerError, VersionMismatchError } from '../errors.js';
import type { Send } from './call.js';
import { unlessAborted } from './time.js';

/** The version of the contract that this client was made from. */
export const CONTRACT_VERSION = '0.1.0';

/**
 * Asks the server for its contract before the first call, once, and refuses calls to a server of another version. A server
 * that does not show its contract is taken as it is.
 */
export function checkedContract(ask: Send, send: Send, api: string): Send {
  let checked: Promise<void> | undefined;
  return async (call) => {
    checked ??= check(ask, api).catch((failure: unknown) => {
      checked = undefined;
      throw failure;
    });
    await unlessAborted(checked, call.signal);
    return send(call);
  };
}

async function check(ask: Send, api: string): Promise<void> {
  const version = await spoken(ask, api);
  if (version === undefined || isSpokenBy(version, CONTRACT_VERSION)) return;
  throw new VersionMismatchError(
    `The server at ${api} speaks version ${version} of the contract, this client ${CONTRACT_VERSION}: install the version of @binnacle/client that fits.`,
    version,
    CONTRACT_VERSION,
  );
}

async function spoken(ask: Send, api: string): Promise<string | undefined> {
  try {
    const answer = await ask({ url: `${api}/openapi.json`, method: 'GET', headers: new Headers({ Accept: 'application/json' }) });
    const contract = (await answer.json()) as { info?: { version?: unknown } } | null;
    const version = contract?.info?.version;
    return typeof version === 'string' ? version : undefined;
  } catch (failure) {
    if (isHidden(failure)) return undefined;
    throw failure;
  }
}

function isHidden(failure: unknown): boolean {
  const answered = failure instanceof UnexpectedAnswerError || failure instanceof BinnacleProblem;
  return (answered && !failure.temporary) || failure instanceof SyntaxError;
}

/** Versions with the same first number understand each other; before 1.0.0 the second number has to be the same, too. */
export function isSpokenBy(server: string, client: string): boolean {
  const [serverMajor, serverMinor] = server.split('.');
  const [clientMajor, clientMinor] = client.split('.');
  return serverMajor === clientMajor && (serverMajor !== '0' || serverMinor === clientMinor);
}
