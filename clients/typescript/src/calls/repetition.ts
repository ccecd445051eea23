import { BinnacleError } from '../errors.js';
import { type Call, isSafe, type Send } from './call.js';
import { isKeyed } from './idempotency.js';
import { pause } from './time.js';

/** How often and when a call is repeated that could not be answered for a reason that passes. */
export interface Retries {
  /** How often a call is sent at most, the first time included; 1 means never again. Default: 5. */
  readonly attempts?: number;
  /** Milliseconds before the first repetition; doubled before each further one. Default: 250. */
  readonly firstPause?: number;
  /** The longest pause in milliseconds. When the server asks for a longer one, the call fails at once. Default: 60,000. */
  readonly longestPause?: number;
}

const USUAL: Required<Retries> = { attempts: 5, firstPause: 250, longestPause: 60_000 };

/**
 * Repeats what failed for a reason that passes: 429, 502, 503, 504, a broken connection, no answer in time. What is neither
 * safe nor has an idempotency key is repeated only when it certainly did not arrive.
 */
export function repeated(send: Send, retries: Retries): Send {
  const { attempts, longestPause } = { ...USUAL, ...retries };
  return async (call) => {
    for (let tried = 1; ; tried++) {
      try {
        return await send(call);
      } catch (failure) {
        if (!(failure instanceof BinnacleError) || tried >= attempts || !mayRepeat(call, failure)) throw failure;
        if ((failure.retryAfter ?? 0) > longestPause) throw failure;
        await pause(pauseAfter(failure, tried, retries), call.signal);
      }
    }
  };
}

function mayRepeat(call: Call, failure: BinnacleError): boolean {
  return failure.temporary && (isSafe(call) || isKeyed(call) || !failure.mayHaveArrived);
}

/** How many milliseconds to wait after so many failures in a row: what the server asks for, else longer each time. */
export function pauseAfter({ retryAfter }: BinnacleError, failures: number, retries: Retries): number {
  const { firstPause, longestPause } = { ...USUAL, ...retries };
  if (retryAfter !== undefined) return retryAfter + jitter(firstPause);
  const doubled = Math.min(longestPause, firstPause * 2 ** (failures - 1));
  return doubled / 2 + jitter(doubled / 2);
}

/** Callers that failed together must not come back together. */
function jitter(milliseconds: number): number {
  return Math.random() * milliseconds;
}
