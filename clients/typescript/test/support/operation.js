import { answer, example } from './listener.js';

/** The operation of the contract's examples. */
export const operationId = '0193572b-5a0e-7c43-9d42-9f3b8a6d2c11';
export const operationKey = `GET /api/v1/operations/${operationId}`;
export const streamKey = `${operationKey}/events`;

/** How a page of events is asked for. */
export const pageKey = (after, wait) => `${streamKey}?after=${after}&wait=${wait}&limit=500`;

export const started = () => ({ ...example('switchoverDatabase.202'), id: operationId });
export const succeeded = () => example('getOperation.200');

/** The events of an operation with so many; the last one makes it final. */
export const eventsOf = (count) =>
  Array.from({ length: count }, (_, index) => ({
    sequence: index + 1,
    at: '2026-11-23T02:59:17.914Z',
    type: index + 1 === count ? 'OPERATION_STATE_CHANGED' : 'STEP_PROGRESS',
    message: `event ${index + 1}`,
    detail: [],
    ...(index + 1 === count && { state: 'SUCCEEDED' }),
  }));

/** An event as the server sends it in a stream. */
export const sent = (event) => `id: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

/** A stream with those events that then ends, breaks (`then: 'break'`), or goes on in silence (`then: 'stay'`). */
export const stream =
  (events, then = 'end') =>
  (request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(': still here\n\n');
    events.forEach((event) => response.write(sent(event)));
    if (then === 'end') response.end();
    if (then === 'break') setTimeout(() => request.socket.destroy(), 50);
  };

/** A page with those events. */
export const page = (events, after, final) => answer(200, { items: events, nextAfter: events.at(-1)?.sequence ?? after, final });
