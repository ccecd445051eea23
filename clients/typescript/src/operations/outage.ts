import { pauseAfter } from '../calls/repetition.js';
import { pause } from '../calls/time.js';
import { BinnacleError, ConnectionError, UnexpectedAnswerError } from '../errors.js';

const PAUSES = { firstPause: 250, longestPause: 5_000 };

/** Gets a wait over the times in which the server is away, for example because it is restarted. */
export class Outage {
  readonly #longest: number;
  readonly #signal: AbortSignal | undefined;
  #worked = false;
  #since: number | undefined;
  #failures = 0;

  /** Bears outages of at most so many milliseconds each. */
  constructor(longest: number, signal: AbortSignal | undefined) {
    this.#longest = longest;
    this.#signal = signal;
  }

  /** The server has answered. */
  over(): void {
    this.#worked = true;
    this.#since = undefined;
    this.#failures = 0;
  }

  /** Waits a little after a failure that passes; throws one that does not, and one that lasts too long. */
  async bear(failure: unknown): Promise<void> {
    this.#signal?.throwIfAborted();
    if (!(failure instanceof BinnacleError) || !this.#passes(failure)) throw failure;
    this.#since ??= Date.now();
    const milliseconds = pauseAfter(failure, ++this.#failures, PAUSES);
    if (Date.now() + milliseconds - this.#since > this.#longest) throw failure;
    await pause(milliseconds, this.#signal);
  }

  /** Does something as often as it takes. */
  async through<T>(action: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        const result = await action();
        this.over();
        return result;
      } catch (failure) {
        await this.bear(failure);
      }
    }
  }

  /** Where a server was, a missing name or a foreign answer means that it is just being replaced. */
  #passes(failure: BinnacleError): boolean {
    if (failure.temporary) return true;
    const replaced = failure instanceof UnexpectedAnswerError || (failure instanceof ConnectionError && failure.failure !== 'TLS');
    return this.#worked && replaced;
  }
}
