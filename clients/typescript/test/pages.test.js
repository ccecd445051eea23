import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { allItems } from '../dist/index.js';
import { answer, breakOff, example, Listener } from './support/listener.js';

const COUNT = 10_000;
const LIMIT = 500;

let listener;
let binnacle;

/** A list of 10,000 operations, in pages of 500; each page is lost once on its way. */
before(async () => {
  listener = await Listener.start();
  binnacle = listener.connect();
  const operation = example('listOperations.200').items[0];
  for (let first = 0; first < COUNT; first += LIMIT) {
    const items = Array.from({ length: LIMIT }, (_, index) => ({ ...operation, reason: String(first + index) }));
    const next = first + LIMIT < COUNT ? { nextCursor: `from-${first + LIMIT}` } : {};
    const cursor = first === 0 ? '' : `&cursor=from-${first}`;
    listener.on(`GET /api/v1/operations?limit=${LIMIT}${cursor}`, breakOff, answer(200, { items, ...next }));
  }
});
after(() => listener.stop());

test('reads a list of 10,000 items to its end, each item once and in order', async () => {
  let expected = 0;
  for await (const { reason } of allItems((cursor) => binnacle.operations.listOperations({ cursor, limit: LIMIT }))) {
    assert.equal(reason, String(expected++));
  }
  assert.equal(expected, COUNT);
});

test('asks for no page that nobody reads', async () => {
  listener.requests.length = 0;
  let read = 0;
  for await (const { id } of allItems((cursor) => binnacle.operations.listOperations({ cursor, limit: LIMIT }))) {
    assert.ok(id);
    if (++read === LIMIT) break;
  }
  assert.deepEqual(listener.asked, [`GET /api/v1/operations?limit=${LIMIT}`]);
});
