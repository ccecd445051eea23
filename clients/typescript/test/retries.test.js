import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { BinnacleProblem, ConnectionError } from '../dist/index.js';
import { retryAfterOf } from '../dist/calls/retry-after.js';
import { pauseAfter } from '../dist/calls/repetition.js';
import { answer, breakOff, example, Listener, problem } from './support/listener.js';

const start = 'POST /api/v1/databases/orders/switchover';
const plan = `${start}?dryRun=true`;
const list = 'GET /api/v1/databases';
const update = 'PATCH /api/v1/api-tokens/1';
const request = { database: 'orders', switchoverRequest: { reason: 'Kernel update' } };
const change = { apiTokenId: '1', ifMatch: '"1"', updateApiTokenRequest: { name: 'nightly' } };

let listener;
let binnacle;

before(async () => {
  listener = await Listener.start();
  binnacle = listener.connect();
});
after(() => listener.stop());
beforeEach(() => (listener.requests.length = 0));

const keys = () => listener.requests.map(({ headers }) => headers['idempotency-key']);

test('a start whose answer is lost is sent again, with the key that it was given', async () => {
  listener.on(start, breakOff, breakOff, answer(202, example('switchoverDatabase.202')));
  const operation = await binnacle.databases.switchoverDatabase({ ...request, idempotencyKey: 'mine' });
  assert.equal(operation.kind, 'SWITCHOVER');
  assert.deepEqual(keys(), ['mine', 'mine', 'mine']);
});

test('a start without a key gets one of its own, the same for all repetitions', async () => {
  listener.on(start, breakOff, answer(202, example('switchoverDatabase.202')));
  await binnacle.databases.switchoverDatabase(request);
  await binnacle.databases.switchoverDatabase(request);
  const [first, again, another] = keys();
  assert.match(first, /^[0-9a-f]{32}$/);
  assert.equal(again, first);
  assert.notEqual(another, first);
});

test('a start whose first request is still being answered waits for that answer', async () => {
  const inFlight = answer(409, problem(409, 'IDEMPOTENCY_KEY_IN_FLIGHT'), { 'Retry-After': '0' });
  listener.on(start, inFlight, answer(202, example('switchoverDatabase.202')));
  await binnacle.databases.switchoverDatabase(request);
  assert.equal(listener.requests.length, 2);
});

test('a change that may have arrived is not sent again', async () => {
  for (const lost of [breakOff, answer(503, problem(503, 'SERVER_BUSY')), answer(504, 'busy', { 'Content-Type': 'text/html' })]) {
    listener.requests.length = 0;
    listener.on(update, lost, answer(200, {}));
    await assert.rejects(binnacle.apiTokens.updateApiToken(change));
    assert.equal(listener.requests.length, 1);
  }
});

test('a change that certainly has not been acted on is sent again', async () => {
  listener.on(update, answer(429, problem(429, 'RATE_LIMIT_EXCEEDED'), { 'Retry-After': '0' }), answer(200, example('getApiToken.200')));
  await binnacle.apiTokens.updateApiToken(change);
  assert.equal(listener.requests.length, 2);
});

test('a plan and a reading are repeated without a key', async () => {
  listener.on(plan, breakOff, answer(200, example('switchoverDatabase.200')));
  listener.on(list, answer(502, problem(502, 'X')), answer(503, problem(503, 'X')), answer(504, problem(504, 'X')), answer(200, { items: [] }));
  await binnacle.databases.planSwitchoverDatabase(request);
  await binnacle.databases.listDatabases();
  assert.deepEqual(listener.asked, [plan, plan, list, list, list, list]);
  assert.deepEqual(new Set(keys()), new Set([undefined]));
});

test('an answer that breaks off in its middle is asked for again', async () => {
  const half = (request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
    response.write('{"items":[');
    setTimeout(() => request.socket.destroy(), 20);
  };
  listener.on(list, half, answer(200, { items: [] }));
  assert.deepEqual((await binnacle.databases.listDatabases()).items, []);
});

test('the server says how long to wait', async () => {
  listener.on(list, answer(429, problem(429, 'RATE_LIMIT_EXCEEDED'), { 'Retry-After': '1' }), answer(200, { items: [] }));
  const began = Date.now();
  await binnacle.databases.listDatabases();
  assert.ok(Date.now() - began >= 1000);
});

test('who is asked to wait too long is told so at once', async () => {
  listener.on(list, answer(429, problem(429, 'RATE_LIMIT_EXCEEDED'), { 'Retry-After': '3600' }));
  await assert.rejects(binnacle.databases.listDatabases(), (refused) => {
    assert.ok(refused instanceof BinnacleProblem);
    assert.equal(refused.retryAfter, 3_600_000);
    return true;
  });
  assert.equal(listener.requests.length, 1);
});

test('nobody is asked for ever', async () => {
  listener.on(list, breakOff);
  await assert.rejects(binnacle.databases.listDatabases(), (broken) => broken instanceof ConnectionError && broken.failure === 'BROKEN');
  assert.equal(listener.requests.length, 5);
  listener.requests.length = 0;
  await assert.rejects(listener.connect({ retries: { attempts: 1 } }).databases.listDatabases(), ConnectionError);
  assert.equal(listener.requests.length, 1);
});

test('what will not pass is not repeated', async () => {
  for (const [status, code] of [[404, 'RESOURCE_NOT_FOUND'], [409, 'GUARD_BLOCKED'], [500, 'INTERNAL_ERROR'], [502, 'COMPONENT_REFUSED']]) {
    listener.requests.length = 0;
    listener.on(list, answer(status, problem(status, code)));
    await assert.rejects(binnacle.databases.listDatabases(), { code });
    assert.equal(listener.requests.length, 1, code);
  }
});

test('Retry-After is seconds, or a date by the clock of the server', () => {
  const asked = (headers) => retryAfterOf(new Headers(headers));
  assert.equal(asked({}), undefined);
  assert.equal(asked({ 'Retry-After': 'soon' }), undefined);
  assert.equal(asked({ 'Retry-After': '120' }), 120_000);
  assert.equal(asked({ 'Retry-After': 'Wed, 21 Oct 2015 07:28:00 GMT', Date: 'Wed, 21 Oct 2015 07:27:30 GMT' }), 30_000);
  assert.equal(asked({ 'Retry-After': 'Wed, 21 Oct 2015 07:28:00 GMT' }), 0);
  const soon = asked({ 'Retry-After': new Date(Date.now() + 60_000).toUTCString() });
  assert.ok(soon > 50_000 && soon <= 60_000, String(soon));
});

test('pauses grow, differ, and have an end', () => {
  const pauses = (failures) => Array.from({ length: 100 }, () => pauseAfter({}, failures, { firstPause: 100, longestPause: 1000 }));
  for (const [failures, longest] of [[1, 100], [2, 200], [3, 400], [10, 1000], [5000, 1000]]) {
    const seen = pauses(failures);
    assert.ok(seen.every((pause) => pause >= longest / 2 && pause <= longest), `${failures} failures: ${seen}`);
    assert.ok(new Set(seen).size > 1);
  }
});
