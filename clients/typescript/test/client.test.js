import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';

import { allItems, awaitFinal, connect, events, isFinal, problemIn } from '../dist/index.js';

// The client against a listener that answers with the examples of the contract.
const operationId = '0193572b-5a0e-7c43-9d42-9f3b8a6d2c11';
const example = (name) => JSON.parse(readFileSync(new URL(`../../../api-spec/examples/${name}.json`, import.meta.url)));

const answers = new Map();
const requests = [];
let binnacle;

const listener = createServer((request, response) => {
  const key = `${request.method} ${request.url}`;
  requests.push({ key, headers: request.headers });
  const waiting = answers.get(key) ?? [{ status: 500, body: { code: 'INTERNAL_ERROR', detail: `no answer for ${key}` } }];
  const { status, body } = waiting.length > 1 ? waiting.shift() : waiting[0];
  response.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' });
  response.end(JSON.stringify(body));
});

const answer = (key, status, body) => answers.set(key, [...(answers.get(key) ?? []), { status, body }]);

before(async () => {
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
  binnacle = connect({ server: `http://127.0.0.1:${listener.address().port}/`, token: () => 'bnc_test' });
});
after(() => {
  listener.closeAllConnections();
  listener.close();
});
beforeEach(() => {
  answers.clear();
  requests.length = 0;
});

test('sends filters and the token', async () => {
  answer('GET /api/v1/databases?verdict=CRITICAL&verdict=DEGRADED&limit=10', 200, example('listDatabases.200'));
  const page = await binnacle.databases.listDatabases({ verdict: ['CRITICAL', 'DEGRADED'], limit: 10 });
  assert.deepEqual(page.items.map(({ name }) => name), ['billing', 'orders']);
  assert.equal(requests[0].headers.authorization, 'Bearer bnc_test');
  assert.equal(requests[0].headers.accept, 'application/json, application/problem+json');
});

test('reads a list to its end', async () => {
  const database = example('getDatabase.200');
  answer('GET /api/v1/databases', 200, { items: [database], nextCursor: 'abc' });
  answer('GET /api/v1/databases?cursor=abc', 200, { items: [database] });
  const names = [];
  for await (const { name } of allItems((cursor) => binnacle.databases.listDatabases({ cursor }))) names.push(name);
  assert.deepEqual(names, ['orders', 'orders']);
});

test('plans a switchover and starts it', async () => {
  answer('POST /api/v1/databases/orders/switchover?dryRun=true', 200, example('switchoverDatabase.200'));
  answer('POST /api/v1/databases/orders/switchover', 202, example('switchoverDatabase.202'));
  const request = { database: 'orders', switchoverRequest: { reason: 'Kernel update' } };
  const plan = await binnacle.databases.planSwitchoverDatabase(request);
  const operation = await binnacle.databases.switchoverDatabase({ ...request, idempotencyKey: 'key-1' });
  assert.equal(plan.steps.length, 5);
  assert.equal(operation.id, operationId);
  assert.equal(isFinal(operation), false);
  assert.equal(requests[1].headers['idempotency-key'], 'key-1');
});

test('plans a drain and reads what it would do with every pod', async () => {
  answer('POST /api/v1/clusters/prod-1/nodes/worker-3/drain?dryRun=true', 200, example('drainNode.200'));
  const plan = await binnacle.nodes.planDrainNode({
    cluster: 'prod-1',
    node: 'worker-3',
    drainRequest: { reason: 'Kernel update' },
  });
  assert.equal(plan.detail?.kind, 'DRAIN_NODE');
  assert.ok(plan.detail?.pods.length > 0);
});

test('waits until an operation is final', async () => {
  answer(`GET /api/v1/operations/${operationId}`, 200, example('switchoverDatabase.202'));
  answer(`GET /api/v1/operations/${operationId}`, 200, example('getOperation.200'));
  const operation = await awaitFinal(binnacle, operationId, 60);
  assert.equal(operation.state, 'SUCCEEDED');
  assert.equal(operation.result?.newLeader, 'orders-2');
  assert.equal(requests[0].headers.prefer, 'wait=30');
});

test('stops waiting when the time is over', async () => {
  answer(`GET /api/v1/operations/${operationId}`, 200, example('switchoverDatabase.202'));
  assert.equal(isFinal(await awaitFinal(binnacle, operationId, 0)), false);
  assert.equal(requests.length, 1);
});

test('yields every event once', async () => {
  answer(`GET /api/v1/operations/${operationId}/events?after=3&wait=30`, 200, example('listOperationEvents.200'));
  answer(`GET /api/v1/operations/${operationId}/events?after=5&wait=30`, 200, { items: [], nextAfter: 5, final: true });
  const sequences = [];
  for await (const { sequence } of events(binnacle, operationId, 3)) sequences.push(sequence);
  assert.deepEqual(sequences, [4, 5]);
});

test('survives values of a later release', async () => {
  const later = example('getOperation.200');
  later.state = 'ARCHIVED';
  later.result.kind = 'FAILOVER';
  answer(`GET /api/v1/operations/${operationId}`, 200, later);
  const operation = await binnacle.operations.getOperation({ operationId });
  assert.equal(operation.state, 'ARCHIVED');
  assert.equal(operation.result?.kind, 'FAILOVER');
});

test('reads the problem of a refusal', async () => {
  answer('GET /api/v1/databases/oders', 404, example('problem.not-found').value);
  const refused = await binnacle.databases.getDatabase({ database: 'oders' }).catch((error) => error);
  const problem = await problemIn(refused);
  assert.equal(problem?.code, 'RESOURCE_NOT_FOUND');
  assert.match(problem?.remedy ?? '', /lists the databases/);
});

test('finds no problem in another error', async () => {
  assert.equal(await problemIn(new Error('connection refused')), undefined);
});
