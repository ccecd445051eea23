import { ConfigurationError } from '../errors.js';

const API = '/api/v1';
const EXAMPLE = 'for example "https://binnacle.example.org"';

/**
 * The address below which the paths of the contract are. `/api/v1` may be in it already.
 *
 * @throws ConfigurationError when it cannot be the address of a server
 */
export function apiAddress(server: string): string {
  if (typeof server !== 'string' || server.trim() === '') {
    throw new ConfigurationError(`No server is given: pass its address as \`server\`, ${EXAMPLE}.`);
  }
  const url = parse(server.trim());
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new ConfigurationError(`"${server}" cannot be the address of a server: it has to begin with https:// or http://, ${EXAMPLE}.`);
  }
  if (url.username || url.password) {
    throw new ConfigurationError('The address of the server has a user name or a password in it: pass a `token` instead.');
  }
  if (url.search || url.hash) {
    throw new ConfigurationError(`"${server}" is the address of a page, not of a server: leave out what begins with "?" or "#".`);
  }
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.origin}${path.endsWith(API) ? path : path + API}`;
}

function parse(server: string): URL {
  try {
    return new URL(server);
  } catch (cause) {
    throw new ConfigurationError(`"${server}" is not the address of a server: it needs a scheme and a host, ${EXAMPLE}.`, { cause });
  }
}
