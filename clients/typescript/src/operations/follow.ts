import { pause, requireMilliseconds } from '../calls/time.js';
import type { Operation, OperationEvent, OperationEventsApi } from '../generated/index.js';
import { Outage } from './outage.js';
import { StreamUnusable } from './pieces.js';
import { isFinal } from './states.js';
import type { OpenStream } from './stream.js';

/** How to follow an operation. */
export interface FollowOptions {
  /** The `sequence` of the last event that is known already. Default: 0, all events. */
  readonly after?: number;
  /** Ends the following. The operation goes on. */
  readonly signal?: AbortSignal;
  /** How many milliseconds the server may be away at a time, for example for a restart. Default: 300,000. */
  readonly longestOutage?: number;
}

/** Where events come from. */
export interface EventSources {
  readonly stream: OpenStream;
  readonly pages: Pick<OperationEventsApi, 'listOperationEvents'>;
}

const USUAL_OUTAGE = 300_000;
const LONG_POLL_SECONDS = 30;
const PAGE_LIMIT = 500;
/** However the server and what is in between answer, this is no busy loop. */
const SHORTEST_ROUND = 1_000;

/** Follows an operation as a caller asks for it. */
export function eventsOf(sources: EventSources, operation: Operation | string, options: FollowOptions): AsyncGenerator<OperationEvent, void> {
  const { after = 0, signal } = options;
  return follow(sources, idOf(operation), after, outageOf(operation, options, signal), signal);
}

/** The id of an operation, however it is given. */
export function idOf(operation: Operation | string): string {
  return typeof operation === 'string' ? operation : operation.id;
}

/**
 * What outages a caller wants to bear. Who has the operation has been answered before.
 *
 * @throws ConfigurationError when the longest is no positive number
 */
export function outageOf(operation: Operation | string, { longestOutage = USUAL_OUTAGE }: FollowOptions, signal: AbortSignal | undefined): Outage {
  requireMilliseconds('longestOutage', longestOutage);
  const outage = new Outage(longestOutage, signal);
  if (typeof operation !== 'string') outage.over();
  return outage;
}

/**
 * Every event of an operation, in order and once each, as it happens; ends after the last one. Each round reads the stream as
 * far as it goes, and then a page, which also tells whether there is more to come. Without a usable stream the page waits.
 */
export async function* follow(
  { stream, pages }: EventSources,
  operationId: string,
  after: number,
  outage: Outage,
  signal: AbortSignal | undefined,
): AsyncGenerator<OperationEvent, void> {
  let streaming = true;
  for (;;) {
    const began = Date.now();
    const known = after;
    try {
      if (streaming) {
        for await (const event of stream(operationId, after, signal)) {
          outage.over();
          if (event.sequence <= after) continue;
          after = event.sequence;
          yield event;
          if (event.state && isFinal({ state: event.state })) break;
        }
      }
      const wait = streaming ? 0 : LONG_POLL_SECONDS;
      const page = await pages.listOperationEvents({ operationId, after, wait, limit: PAGE_LIMIT }, signal && { signal });
      outage.over();
      for (const event of page.items) {
        after = event.sequence;
        yield event;
      }
      if (page._final) return;
    } catch (failure) {
      if (failure instanceof StreamUnusable) streaming = false;
      else await outage.bear(failure);
      continue;
    }
    if (after === known) await pause(Math.max(0, began + SHORTEST_ROUND - Date.now()), signal);
  }
}
