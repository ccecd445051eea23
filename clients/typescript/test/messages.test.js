import assert from 'node:assert/strict';
import { test } from 'node:test';

import { messages } from '../dist/operations/messages.js';

async function* given(...pieces) {
  yield* pieces;
}

async function read(...pieces) {
  const found = [];
  for await (const message of messages(given(...pieces))) found.push(message);
  return found;
}

test('reads messages with their names, and leaves out comments', async () => {
  assert.deepEqual(await read(': still here\n\nid: 5\nevent: STEP_STARTED\ndata: {"a":1}\n\n: still here\n\ndata: b\n\n'), [
    { event: 'STEP_STARTED', data: '{"a":1}' },
    { event: 'message', data: 'b' },
  ]);
});

test('puts together what comes in pieces, wherever they are cut', async () => {
  const text = 'event: STEP\r\ndata: first\r\ndata: second\r\n\r\ndata:third\r\n\r\n';
  const whole = [
    { event: 'STEP', data: 'first\nsecond' },
    { event: 'message', data: 'third' },
  ];
  for (let cut = 0; cut <= text.length; cut++) {
    assert.deepEqual(await read(text.slice(0, cut), text.slice(cut)), whole, `cut at ${cut}`);
  }
  assert.deepEqual(await read(...text), whole);
});

test('takes every end of a line that the standard knows', async () => {
  for (const end of ['\n', '\r', '\r\n']) {
    assert.deepEqual(await read(`data: a${end}${end}data: b${end}${end}`, ': end'), [
      { event: 'message', data: 'a' },
      { event: 'message', data: 'b' },
    ]);
  }
});

test('leaves out a message whose end was not sent', async () => {
  assert.deepEqual(await read('data: a\n\ndata: {"half'), [{ event: 'message', data: 'a' }]);
});

test('keeps colons and spaces of the data, and takes a field without a value', async () => {
  assert.deepEqual(await read('data:  a: b \ndata\n\n'), [{ event: 'message', data: ' a: b \n' }]);
});
