import { BinnacleProblem } from '../errors.js';
import type { TokenSource } from '../tokens/token.js';
import { type Call, type Send, withHeader } from './call.js';
import { unlessAborted } from './time.js';

/** Adds the token to every call. A call that is refused for its token has not been acted on: it is sent once more with a newer one. */
export function authenticated(send: Send, tokens: TokenSource): Send {
  return async (call) => {
    const token = await unlessAborted(tokens({}), call.signal);
    try {
      return await send(bearing(call, token));
    } catch (failure) {
      if (!(failure instanceof BinnacleProblem) || failure.status !== 401) throw failure;
      const newer = await unlessAborted(tokens({ rejected: token }), call.signal);
      if (newer === token) throw failure;
      return send(bearing(call, newer));
    }
  };
}

function bearing(call: Call, token: string): Call {
  return withHeader(call, 'Authorization', `Bearer ${token}`);
}
