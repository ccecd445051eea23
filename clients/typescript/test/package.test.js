import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { answer, example, Listener } from './support/listener.js';
import { eventsOf, operationId, operationKey, page, pageKey, stream, streamKey, succeeded } from './support/operation.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const compiler = join(root, 'node_modules/typescript/bin/tsc');

let project;
let files;

/** The package as it would be published, installed into an empty project that cannot reach any registry. */
before(async () => {
  project = mkdtempSync(join(tmpdir(), 'binnacle-package-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', project], { cwd: root });
  const [{ filename, files: packed }] = JSON.parse(stdout);
  files = packed.map(({ path }) => path);
  write('package.json', { name: 'empty', private: true, type: 'module' });
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(project, filename)], { cwd: project });
});
after(() => rmSync(project, { recursive: true, force: true }));

function write(name, content) {
  writeFileSync(join(project, name), typeof content === 'string' ? content : JSON.stringify(content));
}

/** Compiles what is in a file, strictly. */
async function compile(file, options) {
  const strict = { strict: true, exactOptionalPropertyTypes: true, target: 'ES2022', module: 'NodeNext', ...options };
  write('tsconfig.json', { compilerOptions: strict, files: [file] });
  await run(process.execPath, [compiler, '-p', project]).catch(({ stdout }) => assert.fail(stdout));
}

test('brings the client, its types, the licence and the README, and nothing else', () => {
  const others = files.filter((path) => !/^dist\/[\w/-]+\.(?:js|js\.map|d\.ts)$/.test(path));
  assert.deepEqual(others.sort(), ['LICENSE', 'README.md', 'package.json']);
  assert.ok(files.includes('dist/index.js') && files.includes('dist/index.d.ts'));
  assert.deepEqual(Object.keys(JSON.parse(readFileSync(join(project, 'package-lock.json'))).packages), ['', 'node_modules/@binnacle/client']);
});

test('the example of the README compiles and runs in Node', async () => {
  const listener = await Listener.start();
  listener.on('POST /api/v1/databases/orders/switchover?dryRun=true', answer(200, example('switchoverDatabase.200')));
  listener.on('POST /api/v1/databases/orders/switchover', answer(202, { ...example('switchoverDatabase.202'), id: operationId }));
  listener.on(streamKey, stream(eventsOf(3)));
  listener.on(pageKey(3, 0), page([], 3, true));
  listener.on(operationKey, answer(200, succeeded()));

  const [, code] = /```ts\n(import [^`]*)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'));
  assert.ok(code.trim().split('\n').length <= 10, 'ten lines');
  write('readme.ts', code.replace('http://127.0.0.1:8080', listener.url));
  mkdirSync(join(project, 'node_modules/@types'), { recursive: true });
  for (const types of ['@types/node', 'undici-types']) symlinkSync(join(root, 'node_modules', types), join(project, 'node_modules', types));
  await compile('readme.ts', { lib: ['ES2022'], types: ['node'], skipLibCheck: true });

  const { stdout } = await run(process.execPath, ['readme.js'], { cwd: project, env: { ...process.env, BINNACLE_TOKEN: 'bnc_test' } });
  await listener.stop();
  assert.match(stdout, /becomes leader of "orders"[^]*event 1\nevent 2\nevent 3\nSUCCEEDED \{[^]*newLeader: 'orders-2'/);
  assert.equal(listener.requests[0].headers.authorization, 'Bearer bnc_test');
});

test('a program for browsers compiles, with every type of the package checked', async () => {
  write(
    'page.ts',
    `import { allItems, BinnacleProblem, clientCredentials, connect, type Operation, type Token } from '@binnacle/client';
     const token: Token = clientCredentials({ issuer: 'https://sso.example.org', clientId: 'page', clientSecret: 'secret' });
     const binnacle = connect({ server: location.origin, token, timeout: 5_000, retries: { attempts: 2 } });
     export async function last(signal: AbortSignal): Promise<Operation | undefined> {
       try {
         for await (const { id } of allItems((cursor) => binnacle.operations.listOperations(cursor ? { cursor } : {}, { signal }))) {
           return await binnacle.waitFor(id, { signal, onProgress: ({ message }) => void document.body.append(message) });
         }
         return undefined;
       } catch (error) {
         if (error instanceof BinnacleProblem && error.code === 'RATE_LIMIT_EXCEEDED') return undefined;
         throw error;
       }
     }`,
  );
  await compile('page.ts', { lib: ['ES2022', 'DOM', 'DOM.Iterable'], types: [], skipLibCheck: false });
});
