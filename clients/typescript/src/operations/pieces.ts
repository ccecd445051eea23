import { connectionError } from '../calls/connection-failures.js';
import { timeLimit, unlessAborted } from '../calls/time.js';

/** How long a stream may be silent, in milliseconds. */
export interface Silences {
  /** The server begins with a comment: who hears nothing has a proxy in between that holds the stream back. */
  readonly first: number;
  /** The server says something every 15 seconds. */
  readonly later: number;
}

const USUAL: Silences = { first: 20_000, later: 45_000 };

/** Nothing can be heard of the stream of a server that answers: something in between holds it back, or refuses it. */
export class StreamUnusable extends Error {}

/**
 * The text of a stream, piece by piece. It ends when the server ends it, and also when the connection breaks or falls silent
 * later on: the reader asks again from where it is.
 *
 * @throws StreamUnusable when there was not one piece
 */
export async function* pieces(
  body: ReadableStream<Uint8Array>,
  url: string,
  signal: AbortSignal | undefined,
  { first, later }: Silences = USUAL,
): AsyncGenerator<string, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let heard = false;
  try {
    for (;;) {
      const limit = timeLimit(heard ? later : first, signal);
      try {
        const { done, value } = await unlessAborted(reader.read(), limit.signal);
        if (done) break;
        heard = true;
        yield decoder.decode(value, { stream: true });
      } catch (broken) {
        signal?.throwIfAborted();
        if (heard || limit.expired) break;
        throw connectionError(broken, url);
      } finally {
        limit.clear();
      }
    }
  } finally {
    // A stream that broke cannot be cancelled; it is over either way.
    reader.cancel().catch(() => undefined);
  }
  if (!heard) throw new StreamUnusable('the stream is held back');
}
