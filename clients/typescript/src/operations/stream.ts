import { hasType } from '../calls/answers.js';
import type { Send } from '../calls/call.js';
import { BinnacleProblem } from '../errors.js';
import { type OperationEvent, OperationEventFromJSON } from '../generated/index.js';
import { messages } from './messages.js';
import { pieces, StreamUnusable } from './pieces.js';

const STREAM_TYPE = 'text/event-stream';

/** Opens the stream of the events of an operation after a given one. */
export type OpenStream = (operationId: string, after: number, signal: AbortSignal | undefined) => AsyncGenerator<OperationEvent, void>;

/** How streams are opened at that server. They throw `StreamUnusable` when one has to do without. */
export function streamsOf(send: Send, api: string): OpenStream {
  return async function* (operationId, after, signal) {
    const url = `${api}/operations/${encodeURIComponent(operationId)}/events`;
    const headers = new Headers({ Accept: STREAM_TYPE, 'Last-Event-ID': String(after) });
    const response = await send({ url, method: 'GET', headers, signal, streamed: true }).catch((failure: unknown) => {
      throw failure instanceof BinnacleProblem && failure.status === 406 ? new StreamUnusable('the stream is refused') : failure;
    });
    const { body } = response;
    if (!body || !hasType(response, STREAM_TYPE)) {
      await body?.cancel();
      throw new StreamUnusable('the answer is no stream');
    }
    for await (const { data } of messages(pieces(body, url, signal))) yield eventIn(data);
  };
}

function eventIn(data: string): OperationEvent {
  try {
    return OperationEventFromJSON(JSON.parse(data));
  } catch {
    throw new StreamUnusable('the stream brings something else than events');
  }
}
