import { ConfigurationError } from '../errors.js';

/** Timers hold at most this many milliseconds; more than three weeks is as good as no limit. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** A time that runs from now on, together with whatever else may end the work. */
export interface TimeLimit {
  /** Is aborted when the time is over, or when the outer signal is. */
  readonly signal: AbortSignal;
  /** Whether it was the time that ended it. */
  readonly expired: boolean;
  /** Lets go of the timer and of the outer signal. */
  clear(): void;
}

/** Starts a time limit of so many milliseconds; without them only the outer signal counts. */
export function timeLimit(milliseconds: number | undefined, outer?: AbortSignal): TimeLimit {
  const controller = new AbortController();
  let expired = false;
  const follow = () => controller.abort(outer?.reason);
  const timer =
    milliseconds === undefined || milliseconds > LONGEST_TIMER
      ? undefined
      : setTimeout(() => {
          expired = true;
          controller.abort(new DOMException('The time limit is over.', 'TimeoutError'));
        }, milliseconds);
  if (outer?.aborted) follow();
  else outer?.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    get expired() {
      return expired;
    },
    clear() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', follow);
    },
  };
}

/** What the promise gives, unless the signal is aborted before: then it rejects with the signal's reason. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Waits so many milliseconds; rejects with the signal's reason when that is aborted before. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await unlessAborted(new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds))), signal);
  } finally {
    clearTimeout(timer);
  }
}

/** @throws ConfigurationError when it is no number of milliseconds */
export function requireMilliseconds(name: string, milliseconds: number | undefined): void {
  if (milliseconds === undefined || milliseconds > 0) return;
  throw new ConfigurationError(`\`${name}\` is ${milliseconds}; it has to be a positive number of milliseconds.`);
}
