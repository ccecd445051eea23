import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Lints a file and returns what Spectral has found. */
function findings(file) {
  const spectral = spawnSync('node_modules/.bin/spectral', ['lint', file, '--format=json', '--quiet'], { cwd: root });
  // 0: no error found, 1: errors found; anything else is a fault of the ruleset itself.
  assert.ok(spectral.status === 0 || spectral.status === 1, String(spectral.stderr));
  return JSON.parse(spectral.stdout);
}

const expected = {
  'binnacle-path-kebab-case': ['paths./dataBases'],
  'binnacle-operation-id': ['paths./dataBases.get.operationId'],
  'binnacle-operation-texts': ['paths./dataBases.get', 'paths./dataBases.get'],
  'binnacle-required-role': ['paths./dataBases.get', 'paths./dataBases.post.x-required-role'],
  'binnacle-list-is-paged': ['paths./dataBases.get', 'paths./dataBases.get'],
  'binnacle-json-example': [
    'paths./dataBases.get.responses.200.content.application/json',
    'paths./dataBases.post.requestBody.content.application/json',
  ],
  'binnacle-request-is-closed': ['components.schemas.DatabasePage'],
  'binnacle-error-is-shared': ['paths./dataBases.get.responses.404'],
  'binnacle-no-inline-response-schema': ['paths./dataBases.post.responses.201.content.application/json.schema'],
  'binnacle-error-is-problem': [
    'components.responses.Conflict.content',
    'components.responses.Conflict.content',
    'components.responses.Gone.content.application/problem+json.schema.$ref',
  ],
  'binnacle-property-camel-case': ['components.schemas.DatabasePage.properties.next_cursor'],
  'binnacle-enum-upper-snake': ['components.schemas.ProblemCode.enum.1'],
  'binnacle-result-names-its-kind': ['components.schemas.SwitchoverResult.properties.kind'],
};

const found = findings('lint/fixtures/breaks-every-rule.yaml');
const rules = readFileSync(join(root, '.spectral.yaml'), 'utf8').match(/(?<=^ {2})binnacle-[a-z-]+(?=:)/gm);

for (const rule of rules) {
  test(`${rule} finds what breaks it, and nothing else`, () => {
    const paths = found.filter(({ code }) => code === rule).map(({ path }) => path.join('.'));
    assert.ok(paths.length > 0, 'the fixture does not break this rule');
    assert.deepEqual(paths.sort(), expected[rule]);
  });
}
