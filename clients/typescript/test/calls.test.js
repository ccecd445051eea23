import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { BinnacleProblem, isFinal, NotModifiedError, RequestTimeoutError } from '../dist/index.js';
import { answer, example, Listener, stayMute } from './support/listener.js';
import { operationId, operationKey } from './support/operation.js';

let listener;
let binnacle;

before(async () => {
  listener = await Listener.start();
  binnacle = listener.connect();
});
after(() => listener.stop());
beforeEach(() => (listener.requests.length = 0));

test('sends filters and the token', async () => {
  listener.on('GET /api/v1/databases?verdict=CRITICAL&verdict=DEGRADED&limit=10', answer(200, example('listDatabases.200')));
  const page = await binnacle.databases.listDatabases({ verdict: ['CRITICAL', 'DEGRADED'], limit: 10 });
  assert.deepEqual(page.items.map(({ name }) => name), example('listDatabases.200').items.map(({ name }) => name));
  assert.equal(listener.requests[0].headers.authorization, 'Bearer bnc_test');
  assert.equal(listener.requests[0].headers.accept, 'application/json, application/problem+json');
});

test('plans a switchover and starts it', async () => {
  listener.on('POST /api/v1/databases/orders/switchover?dryRun=true', answer(200, example('switchoverDatabase.200')));
  listener.on('POST /api/v1/databases/orders/switchover', answer(202, example('switchoverDatabase.202')));
  const request = { database: 'orders', switchoverRequest: { reason: 'Kernel update' } };
  const plan = await binnacle.databases.planSwitchoverDatabase(request);
  const operation = await binnacle.databases.switchoverDatabase({ ...request, idempotencyKey: 'key-1' });
  assert.equal(plan.steps.length, 5);
  assert.equal(operation.id, operationId);
  assert.equal(isFinal(operation), false);
  assert.equal(listener.requests[0].headers['idempotency-key'], undefined, 'a plan needs no key');
  assert.equal(listener.requests[1].headers['idempotency-key'], 'key-1');
});

test('plans a drain and reads what it would do with every pod', async () => {
  listener.on('POST /api/v1/clusters/prod-1/nodes/worker-3/drain?dryRun=true', answer(200, example('drainNode.200')));
  const plan = await binnacle.nodes.planDrainNode({ cluster: 'prod-1', node: 'worker-3', drainRequest: { reason: 'Kernel update' } });
  assert.equal(plan.detail?.kind, 'DRAIN_NODE');
  assert.ok(plan.detail?.pods.length > 0);
});

test('answers without a body are answers', async () => {
  listener.on('DELETE /api/v1/api-tokens/1', answer(204));
  assert.equal(await binnacle.apiTokens.revokeApiToken({ apiTokenId: '1', ifMatch: '"1"' }), undefined);
});

test('survives values of a later release', async () => {
  const later = example('getOperation.200');
  later.state = 'ARCHIVED';
  later.result.kind = 'OF_A_LATER_RELEASE';
  listener.on(operationKey, answer(200, later));
  const operation = await binnacle.operations.getOperation({ operationId });
  assert.equal(operation.state, 'ARCHIVED');
  assert.equal(operation.result?.kind, 'OF_A_LATER_RELEASE');
});

test('rejects with the problem of a refusal', async () => {
  const notFound = example('problem.not-found').value;
  listener.on('GET /api/v1/databases/oders', answer(404, notFound));
  await assert.rejects(binnacle.databases.getDatabase({ database: 'oders' }), (refused) => {
    assert.ok(refused instanceof BinnacleProblem);
    assert.equal(refused.name, 'BinnacleProblem');
    assert.equal(refused.code, 'RESOURCE_NOT_FOUND');
    assert.equal(refused.status, 404);
    assert.equal(refused.requestId, notFound.requestId);
    assert.match(refused.remedy, /lists the databases/);
    assert.equal(refused.message, `RESOURCE_NOT_FOUND: ${notFound.detail} ${notFound.remedy}`);
    return true;
  });
});

test('names every finding of a validation', async () => {
  const invalid = example('problem.bad-request').value;
  listener.on('GET /api/v1/databases/orders', answer(400, invalid));
  await assert.rejects(binnacle.databases.getDatabase({ database: 'orders' }), ({ errors, message }) => {
    assert.deepEqual(errors.map(({ pointer }) => pointer), invalid.errors.map(({ pointer }) => pointer));
    invalid.errors.forEach((finding) => assert.ok(message.includes(finding.message)));
    return true;
  });
});

test('rejects with NotModifiedError when the ETag still holds', async () => {
  listener.on(operationKey, answer(304));
  await assert.rejects(binnacle.operations.getOperation({ operationId, ifNoneMatch: '"1"' }), NotModifiedError);
});

test('ends with the reason of its signal, also while it waits to try again', async () => {
  listener.on('GET /api/v1/databases', stayMute);
  const reason = new Error('the user has left');
  const controller = new AbortController();
  const call = binnacle.databases.listDatabases({}, { signal: controller.signal });
  setTimeout(() => controller.abort(reason), 50);
  await assert.rejects(call, reason);

  listener.on('GET /api/v1/databases', answer(503, {}, { 'Retry-After': '30' }));
  const repeating = binnacle.databases.listDatabases({}, { signal: AbortSignal.timeout(100) });
  await assert.rejects(repeating, { name: 'TimeoutError' });
  await assert.rejects(binnacle.databases.listDatabases({}, { signal: AbortSignal.abort(reason) }), reason);
});

test('gives up on a server that does not answer, and grants the wait that it asks for', async () => {
  listener.on('GET /api/v1/databases', stayMute);
  const hasty = listener.connect({ timeout: 100, retries: { attempts: 1 } });
  await assert.rejects(hasty.databases.listDatabases(), (late) => {
    assert.ok(late instanceof RequestTimeoutError);
    assert.match(late.message, /has not answered within 0\.1 s/);
    return true;
  });

  listener.on(operationKey, (request, response) => setTimeout(() => answer(200, example('getOperation.200'))(request, response), 300));
  assert.equal((await hasty.operations.getOperation({ operationId, prefer: 'wait=2' })).state, 'SUCCEEDED');
});
