import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, extname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { answer, Listener } from './support/listener.js';
import { eventsOf, operationId, operationKey, page, pageKey, stream, streamKey, succeeded } from './support/operation.js';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const chromium = (process.env.PATH ?? '').split(delimiter).map((directory) => join(directory, 'chromium')).find(isExecutable);
/** A missing browser is a failure only where everything has to be there. */
const skip = !chromium && !process.env.CI && 'Chromium is not installed';

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const PAGE = `<!doctype html><script type="module">
  import { connect, ConnectionError } from '/dist/index.js';
  const told = [];
  const report = (result) => fetch('/report', { method: 'POST', body: JSON.stringify(result) });
  try {
    const binnacle = connect({ server: location.origin, token: 'bnc_test', retries: { attempts: 1 } });
    const { state } = await binnacle.waitFor('${operationId}', { onProgress: ({ sequence }) => void told.push(sequence) });
    const away = await connect({ server: 'http://127.0.0.1:9', token: 'bnc_test', retries: { attempts: 1 } }).databases.listDatabases().catch((error) => error);
    await report({ state, told, away: away instanceof ConnectionError && away.failure });
  } catch (error) {
    await report({ error: String(error) });
  }
</script>`;

test('a page in a browser waits for an operation', { skip, timeout: 120_000 }, async () => {
  const listener = await Listener.start();
  listener.on('GET /', answer(200, PAGE, { 'Content-Type': 'text/html' }));
  listener.otherwise((request, response) => {
    if (!request.url.startsWith('/dist/') || extname(request.url) !== '.js') return answer(404, '')(request, response);
    return answer(200, readFileSync(join(dist, request.url.slice('/dist/'.length)), 'utf8'), { 'Content-Type': 'text/javascript' })(request, response);
  });
  listener.on(streamKey, stream(eventsOf(3).slice(0, 2), 'break'), stream(eventsOf(3).slice(2)));
  listener.on(pageKey(2, 0), page([], 2, false));
  listener.on(pageKey(3, 0), page([], 3, true));
  listener.on(operationKey, answer(200, succeeded()));
  const reported = new Promise((resolve) => listener.on('POST /report', (request, response) => {
    answer(200, {})(request, response);
    resolve();
  }));

  const profile = mkdtempSync(join(tmpdir(), 'binnacle-browser-'));
  const browser = spawn(chromium, ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', `--user-data-dir=${profile}`, `${listener.url}/`], { stdio: 'ignore', detached: true });
  const ended = new Promise((resolve) => browser.once('exit', resolve));
  try {
    await Promise.race([reported, ended.then((status) => assert.fail(`the browser ended with ${status}`))]);
  } finally {
    await listener.stop();
    // The browser is a group of processes, and the last of them still write when the first has ended.
    if (browser.exitCode === null && browser.signalCode === null) process.kill(-browser.pid, 'SIGKILL');
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 20 });
  }
  const report = listener.requests.find(({ key }) => key === 'POST /report');
  assert.deepEqual(JSON.parse(report.body), { state: 'SUCCEEDED', told: [1, 2, 3], away: 'UNKNOWN' });
});
