import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';

import { BinnacleProblem, ConnectionError, WaitTimeoutError } from '../dist/index.js';
import { pieces, StreamUnusable } from '../dist/operations/pieces.js';
import { answer, breakOff, Listener, problem, stayMute } from './support/listener.js';
import { eventsOf, operationId, operationKey, page, pageKey, started, stream, streamKey, succeeded } from './support/operation.js';

const events = eventsOf(6);
const after = (sequence) => events.slice(sequence);
const upTo = (sequence) => events.slice(0, sequence);

let listener;
let binnacle;
let told;

beforeEach(async () => {
  listener = await Listener.start();
  binnacle = listener.connect();
  told = [];
  listener.on(operationKey, answer(200, succeeded()));
});
afterEach(() => listener.stop());

const onProgress = ({ sequence }) => void told.push(sequence);
const everyEventOnce = () => assert.deepEqual(told, events.map(({ sequence }) => sequence));
const resumedAt = () => listener.requests.filter(({ key }) => key === streamKey).map(({ headers }) => headers['last-event-id']);

test('tells what happens, and gives the final operation back', async () => {
  listener.on(streamKey, stream(events));
  listener.on(pageKey(6, 0), page([], 6, true));
  const operation = await binnacle.waitFor(started(), { onProgress });
  assert.equal(operation.state, 'SUCCEEDED');
  assert.equal(operation.result?.newLeader, 'orders-2');
  everyEventOnce();
  assert.deepEqual(listener.asked, [streamKey, pageKey(6, 0), operationKey]);
  assert.equal(listener.requests[0].headers.accept, 'text/event-stream');
});

test('needs no end of the stream when the operation has ended', async () => {
  listener.on(streamKey, stream(events, 'stay'));
  listener.on(pageKey(6, 0), page([], 6, true));
  await binnacle.waitFor(operationId, { onProgress });
  everyEventOnce();
});

test('goes on where a broken stream has left off', async () => {
  listener.on(streamKey, stream(upTo(2), 'break'), stream(after(2).slice(0, 2), 'break'), stream(after(4)));
  listener.on(pageKey(2, 0), page([], 2, false));
  listener.on(pageKey(4, 0), page([], 4, false));
  listener.on(pageKey(6, 0), page([], 6, true));
  await binnacle.waitFor(operationId, { onProgress });
  everyEventOnce();
  assert.deepEqual(resumedAt(), ['0', '2', '4']);
});

test('tells an event once that is sent twice', async () => {
  listener.on(streamKey, stream(upTo(3)), stream(events));
  listener.on(pageKey(3, 0), page([], 3, false));
  listener.on(pageKey(6, 0), page([], 6, true));
  await binnacle.waitFor(operationId, { onProgress });
  everyEventOnce();
});

test('survives a restart of the server', async () => {
  listener.on(streamKey, stream(upTo(3), 'stay'), stream(after(3)));
  listener.on(pageKey(3, 0), page([], 3, false));
  listener.on(pageKey(6, 0), page([], 6, true));
  const waiting = binnacle.waitFor(started(), {
    onProgress: async (event) => {
      onProgress(event);
      if (event.sequence !== 3) return;
      await listener.stop();
      setTimeout(() => listener.restart(), 1500);
    },
  });
  assert.equal((await waiting).state, 'SUCCEEDED');
  everyEventOnce();
  assert.deepEqual(resumedAt(), ['0', '3']);
});

test('survives a restart between the last event and the last look', async () => {
  listener.on(streamKey, stream(events));
  listener.on(pageKey(6, 0), breakOff, answer(503, 'starting', { 'Content-Type': 'text/html' }), page([], 6, true));
  listener.on(operationKey, answer(503, problem(503, 'STATE_STORE_UNAVAILABLE')), answer(404, 'no such context', { 'Content-Type': 'text/html' }), answer(200, succeeded()));
  assert.equal((await binnacle.waitFor(operationId, { onProgress })).state, 'SUCCEEDED');
  everyEventOnce();
});

test('gives up on a server that stays away', async () => {
  listener.on(streamKey, stream(upTo(3), 'stay'));
  const waiting = binnacle.waitFor(operationId, { longestOutage: 500, onProgress: ({ sequence }) => (sequence === 3 ? listener.stop() : undefined) });
  await assert.rejects(waiting, (away) => away instanceof ConnectionError && away.failure === 'REFUSED');
  await listener.restart();
});

for (const [what, refusal] of Object.entries({
  'something else than a stream': answer(200, { items: [] }),
  'a refusal of the media type': answer(406, problem(406, 'NOT_ACCEPTABLE')),
  'a stream that ends without a word': (request, response) => response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end(),
  'a stream of something else': (request, response) => response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end('data: hello\n\n'),
})) {
  test(`falls back to long polling at ${what}`, async () => {
    listener.on(streamKey, refusal);
    listener.on(pageKey(0, 30), page(upTo(4), 0, false));
    listener.on(pageKey(4, 30), page([], 4, false), page(after(4), 4, true));
    assert.equal((await binnacle.waitFor(operationId, { onProgress })).state, 'SUCCEEDED');
    everyEventOnce();
    assert.deepEqual(listener.asked, [streamKey, pageKey(0, 30), pageKey(4, 30), pageKey(4, 30), operationKey]);
  });
}

test('takes a stream that is held back for unusable, and one that falls silent for ended', async () => {
  const silent = (...begin) => new ReadableStream({ start: (stream) => begin.forEach((text) => stream.enqueue(new TextEncoder().encode(text))) });
  const read = async (body) => {
    const heard = [];
    for await (const piece of pieces(body, listener.url, undefined, { first: 50, later: 50 })) heard.push(piece);
    return heard;
  };
  await assert.rejects(read(silent()), StreamUnusable);
  assert.deepEqual(await read(silent(': still here\n\n')), [': still here\n\n']);
});

test('goes on when a final operation is retried meanwhile', async () => {
  listener.on(streamKey, stream(events), stream([{ ...events[5], sequence: 7 }]));
  listener.on(pageKey(6, 0), page([], 6, true));
  listener.on(pageKey(7, 0), page([], 7, true));
  listener.on(operationKey, answer(200, started()), answer(200, succeeded()));
  assert.equal((await binnacle.waitFor(operationId, { onProgress })).state, 'SUCCEEDED');
  assert.deepEqual(told, [1, 2, 3, 4, 5, 6, 7]);
});

test('stops when the time is over, and says how it stands', async () => {
  listener.on(streamKey, stream(upTo(3), 'stay'));
  await assert.rejects(binnacle.waitFor(started(), { timeout: 200, onProgress }), (late) => {
    assert.ok(late instanceof WaitTimeoutError);
    assert.equal(late.operation.id, operationId);
    assert.match(late.message, /not final after 200 ms; it was PENDING when it was seen last/);
    return true;
  });
  assert.deepEqual(told, [1, 2, 3]);
});

test('stops with the reason of its signal', async () => {
  const reason = new Error('the user has left');
  for (const silence of [stream(upTo(1), 'stay'), stayMute, breakOff]) {
    const controller = new AbortController();
    listener.on(streamKey, silence);
    setTimeout(() => controller.abort(reason), 100);
    await assert.rejects(binnacle.waitFor(operationId, { signal: controller.signal }), reason);
  }
  await assert.rejects(binnacle.waitFor(operationId, { signal: AbortSignal.abort(reason) }), reason);
});

test('stops when what is told of the progress fails', async () => {
  const mine = new Error('disk full');
  listener.on(streamKey, stream(events));
  await assert.rejects(binnacle.waitFor(operationId, { onProgress: () => Promise.reject(mine) }), mine);
});

test('rejects with the problem of an operation that there is not', async () => {
  listener.on(streamKey, answer(404, problem(404, 'RESOURCE_NOT_FOUND')));
  await assert.rejects(binnacle.waitFor(operationId), (refused) => refused instanceof BinnacleProblem && refused.code === 'RESOURCE_NOT_FOUND');
});

test('events begin after the one that is known', async () => {
  listener.on(streamKey, stream(after(4)));
  listener.on(pageKey(6, 0), page([], 6, true));
  for await (const event of binnacle.events(operationId, { after: 4 })) onProgress(event);
  assert.deepEqual(told, [5, 6]);
  assert.deepEqual(resumedAt(), ['4']);
});

test('events that nobody reads any more end the stream', async () => {
  const closed = new Promise((resolve) => {
    listener.on(streamKey, (request, response) => {
      response.on('close', resolve);
      stream(upTo(2), 'stay')(request, response);
    });
  });
  for await (const { sequence } of binnacle.events(started())) if (sequence === 2) break;
  await closed;
});
