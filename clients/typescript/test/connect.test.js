import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createSecureServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';

import {
  BinnacleProblem,
  ConfigurationError,
  connect,
  ConnectionError,
  CONTRACT_VERSION,
  UnexpectedAnswerError,
  VersionMismatchError,
} from '../dist/index.js';
import { apiAddress } from '../dist/calls/address.js';
import { isSpokenBy } from '../dist/calls/contract.js';
import { answer, breakOff, Listener, problem } from './support/listener.js';

const list = 'GET /api/v1/databases';
const server = 'https://binnacle.example.org';
const token = 'bnc_test';
const once = { attempts: 1 };

let listener;

before(async () => (listener = await Listener.start()));
after(() => listener.stop());
beforeEach(() => {
  listener.requests.length = 0;
  listener.on(list, answer(200, { items: [] }));
});

/** What a call at that address ends with. */
const failureAt = (address, more) =>
  connect({ server: address, token, retries: once, ...more })
    .databases.listDatabases()
    .then(() => assert.fail('it worked'), (failure) => failure);

test('needs the address of a server', () => {
  const refused = (given, sentence) =>
    assert.throws(() => connect({ server: given, token }), (error) => error instanceof ConfigurationError && sentence.test(error.message), String(given));
  refused(undefined, /No server is given: pass its address as `server`, for example/);
  refused('  ', /No server is given/);
  refused('binnacle', /"binnacle" is not the address of a server: it needs a scheme and a host/);
  refused('localhost:8080', /has to begin with https:\/\/ or http:\/\//);
  refused('ftp://binnacle.example.org', /has to begin with https/);
  refused('https://maria:secret@binnacle.example.org', /has a user name or a password in it/);
  refused('https://binnacle.example.org/?tab=1', /address of a page/);
});

test('takes an address with a path, with and without the path of the API', () => {
  assert.equal(apiAddress('https://example.org'), 'https://example.org/api/v1');
  assert.equal(apiAddress(' https://example.org/ops/ '), 'https://example.org/ops/api/v1');
  assert.equal(apiAddress('https://example.org/ops/api/v1/'), 'https://example.org/ops/api/v1');
});

test('needs a token that can be sent', async () => {
  const refused = (given, sentence) =>
    assert.throws(() => connect({ server, token: given }), (error) => error instanceof ConfigurationError && sentence.test(error.message));
  refused(undefined, /No token is given.*Is the environment variable set\?/);
  refused('', /No token is given/);
  refused('<html>not found</html> or so', /has spaces, line breaks or letters in it/);
  const failure = await failureAt(listener.url, { token: () => undefined });
  assert.ok(failure instanceof ConfigurationError);
  await listener.connect({ token: 'bnc_test\n' }).databases.listDatabases();
  assert.equal(listener.requests[0].headers.authorization, 'Bearer bnc_test', 'a file ends with a line break');
});

test('needs times that are times', () => {
  for (const timeout of [0, -1, Number.NaN]) assert.throws(() => connect({ server, token, timeout }), ConfigurationError);
});

test('tells a wrong token by the problem of the server', async () => {
  listener.on(list, answer(401, problem(401, 'INVALID_TOKEN', 'The token is not known.')));
  const failure = await failureAt(listener.url);
  assert.ok(failure instanceof BinnacleProblem);
  assert.equal(failure.code, 'INVALID_TOKEN');
  assert.equal(failure.message, 'INVALID_TOKEN: The token is not known. Read the test.');
});

test('sends nothing to a server of another version', async () => {
  const later = await Listener.start({ version: '2.4.0' });
  const failure = await failureAt(later.url);
  assert.ok(failure instanceof VersionMismatchError);
  assert.equal(failure.serverVersion, '2.4.0');
  assert.equal(failure.clientVersion, CONTRACT_VERSION);
  assert.match(failure.message, /speaks version 2\.4\.0 of the contract, this client 0\.1\.0: install the version/);
  assert.deepEqual(later.asked, []);
  await later.stop();
});

test('asks for the version once, again after a failure, and takes a server that hides its contract', async () => {
  let asked = 0;
  const contract = answer(200, { info: { version: CONTRACT_VERSION } });
  const counted = (next) => (request, response) => {
    asked++;
    next(request, response);
  };
  const hiding = await Listener.start();
  hiding.on(list, answer(200, { items: [] }));
  hiding.on('GET /api/v1/openapi.json', counted(breakOff), counted(contract));
  const binnacle = hiding.connect();
  await Promise.all([binnacle.databases.listDatabases(), binnacle.databases.listDatabases()]);
  await binnacle.databases.listDatabases();
  assert.equal(asked, 2);

  for (const hidden of [answer(403, '<html>', { 'Content-Type': 'text/html' }), answer(200, '{'), answer(200, 'null')]) {
    hiding.on('GET /api/v1/openapi.json', hidden);
    await hiding.connect().databases.listDatabases();
  }
  await hiding.stop();
});

test('knows which versions understand each other', () => {
  for (const [one, other] of [['1.2.3', '1.9.0'], ['1.9.0', '1.2.3'], ['0.1.0', '0.1.7']]) assert.ok(isSpokenBy(one, other), `${one} ${other}`);
  for (const [one, other] of [['1.0.0', '2.0.0'], ['0.1.0', '0.2.0'], ['1.1.0', '0.1.0']]) assert.ok(!isSpokenBy(one, other), `${one} ${other}`);
});

test('the contract has the version that this client was made from', () => {
  const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url)));
  assert.equal(CONTRACT_VERSION, read('../../../api-spec/target/openapi.json').info.version);
  assert.equal(CONTRACT_VERSION, read('../package.json').version);
});

test('says that nothing listens there', async () => {
  const away = await Listener.start();
  await away.stop();
  const failure = await failureAt(away.url);
  assert.ok(failure instanceof ConnectionError);
  assert.equal(failure.failure, 'REFUSED');
  assert.ok(failure.message.startsWith(`Nothing listens at ${away.url}: check host and port, and whether the server runs.`), failure.message);
  assert.ok(failure.cause instanceof Error);
});

test('says that the host does not exist', async () => {
  const failure = await failureAt('http://binnacle.invalid');
  assert.ok(failure instanceof ConnectionError);
  assert.ok(['NAME_NOT_FOUND', 'UNREACHABLE'].includes(failure.failure), failure.failure);
});

test('says that a server does not speak https, or not http', async () => {
  const failure = await failureAt(listener.url.replace('http:', 'https:'));
  assert.ok(failure instanceof ConnectionError);
  assert.equal(failure.failure, 'TLS');
  assert.match(failure.message, /No secure connection to https:.*check that it speaks https on that port/);
});

test('says that a certificate is not trusted', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'binnacle-certificate-'));
  const [key, certificate] = [join(directory, 'key.pem'), join(directory, 'certificate.pem')];
  const made = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1', '-subj', '/CN=127.0.0.1'];
  execFileSync('openssl', ['req', ...made, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  const secure = createSecureServer({ key: readFileSync(key), cert: readFileSync(certificate) });
  const port = new URL(listener.url).port - 0 + 1000;
  await new Promise((resolve) => secure.listen(port, '127.0.0.1', resolve));
  try {
    const failure = await failureAt(`https://127.0.0.1:${port}`);
    assert.ok(failure instanceof ConnectionError);
    assert.equal(failure.failure, 'TLS');
    assert.match(failure.message, /its certificate is valid there.*NODE_EXTRA_CA_CERTS.*\(self-signed certificate\)/);
  } finally {
    await new Promise((resolve) => secure.close(resolve));
    rmSync(directory, { recursive: true });
  }
});

test('recognises what is not Binnacle', async () => {
  const html = { 'Content-Type': 'text/html' };
  for (const [status, text] of [[200, '<html>Welcome to the portal</html>'], [404, '<html>Welcome to the portal</html>'], [403, '{"error":"Welcome to the portal"}']]) {
    listener.on(list, answer(status, text, html));
    const failure = await failureAt(listener.url);
    assert.ok(failure instanceof UnexpectedAnswerError);
    assert.equal(failure.status, status);
    assert.match(failure.message, /does not come from Binnacle: check the address, and the proxy in between\. It says: .*Welcome to the portal/);
  }
});

test('follows no redirection, which would lose a start and could give the token away', async () => {
  listener.on(list, answer(301, '', { Location: 'https://binnacle.example.org/api/v1/databases' }));
  const failure = await failureAt(listener.url);
  assert.ok(failure instanceof UnexpectedAnswerError);
  assert.match(failure.message, /redirects to https:\/\/binnacle\.example\.org\/api\/v1\/databases: redirections are not followed/);
});
