// What tools/check-contract finds, and what it lets pass: each change is made to the bundled contract.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const contract = join(root, 'api-spec', 'target', 'openapi.json');
const folder = mkdtempSync(join(tmpdir(), 'check-contract-'));
after(() => rmSync(folder, { recursive: true }));

const retryPath = '/operations/{operationId}/retry';

function checkAfter(what, change) {
  const changed = JSON.parse(readFileSync(contract, 'utf8'));
  change(changed, changed.components.schemas);
  const file = join(folder, `${what}.json`);
  writeFileSync(file, JSON.stringify(changed));
  return new Promise((resolve) => {
    execFile(join(root, 'tools', 'check-contract'), [contract, file], (failed, stdout, stderr) => resolve({ status: failed?.code ?? 0, said: stdout + stderr }));
  });
}

const breaks = {
  'an operation is removed': [(contract) => delete contract.paths[retryPath], 'api-path-removed'],
  'an operation is renamed': [(contract) => (contract.paths[retryPath].post.operationId = 'tryAgain'), 'api-operation-id-removed'],
  'a request gets a required field': [
    (_, { DrainRequest }) => {
      DrainRequest.properties.ticket = { type: 'string' };
      DrainRequest.required.push('ticket');
    },
    'new-required-request-property',
  ],
  'a parameter becomes required': [
    (contract) => contract.paths['/operations'].get.parameters.push({ name: 'site', in: 'query', required: true, schema: { type: 'string' } }),
    'new-required-request-parameter',
  ],
  'a response loses a required property': [
    (_, { Node }) => {
      delete Node.properties.uid;
      Node.required = Node.required.filter((name) => name !== 'uid');
    },
    'response-required-property-removed',
  ],
  'a response loses an optional property': [(_, { Operation }) => delete Operation.properties.approvedBy, 'response-optional-property-removed'],
  'a property changes its type': [(_, { Node }) => (Node.properties.name = { type: 'integer' }), 'response-property-type-changed'],
  'an enumeration of a request is narrowed': [(_, { OperationSort }) => OperationSort.enum.pop(), 'enum-value-removed'],
};

const additions = {
  'nothing changes': () => {},
  'there is a new operation': (contract) => {
    const post = structuredClone(contract.paths[retryPath].post);
    contract.paths['/operations/{operationId}/restart'] = { post: { ...post, operationId: 'restartOperation' } };
  },
  'a request gets an optional field': (_, { DrainRequest }) => (DrainRequest.properties.ticket = { type: 'string' }),
  'a response gets a property': (_, { Node }) => {
    Node.properties.rack = { type: 'string' };
    Node.required.push('rack');
  },
  'an open enumeration gets a value': (_, { OperationKind }) => OperationKind.enum.push('RESTART_MEMBER'),
  'an open union gets a variant': (_, schemas) => {
    schemas.RestartResult = structuredClone(schemas.DrainResult);
    schemas.OperationResult.oneOf.push({ $ref: '#/components/schemas/RestartResult' });
    schemas.OperationResult.discriminator.mapping.RESTART_MEMBER = '#/components/schemas/RestartResult';
  },
};

describe('the check of the contract', { concurrency: true }, () => {
  for (const [what, [change, rule]] of Object.entries(breaks)) {
    test(`finds that ${what}`, async () => {
      const { status, said } = await checkAfter(what, change);
      assert.equal(status, 1, said);
      assert.match(said, new RegExp(rule));
    });
  }

  for (const [what, change] of Object.entries(additions)) {
    test(`lets pass that ${what}`, async () => {
      const { status, said } = await checkAfter(what, change);
      assert.equal(status, 0, said);
    });
  }
});
