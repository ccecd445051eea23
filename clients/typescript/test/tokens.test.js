import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';

import { BinnacleProblem, clientCredentials, ConfigurationError, ConnectionError, TokenError } from '../dist/index.js';
import { answer, Listener, problem, stayMute } from './support/listener.js';

const list = 'GET /api/v1/databases';
const discovery = 'GET /realms/ops/.well-known/openid-configuration';
const grant = 'POST /realms/ops/token';

let listener;
let issuer;
let given;

/** An issuer whose tokens are called token-1, token-2, … and live so many seconds. */
function lives(seconds) {
  listener.on(grant, (request, response) => answer(200, { access_token: `token-${++given}`, token_type: 'Bearer', expires_in: seconds })(request, response));
}

beforeEach(async () => {
  listener = await Listener.start();
  issuer = `${listener.url}/realms/ops`;
  given = 0;
  listener.on(list, answer(200, { items: [] }));
  listener.on(discovery, answer(200, { issuer, token_endpoint: `${issuer}/token` }));
  lives(300);
});
afterEach(() => listener.stop());

const credentials = (more) => clientCredentials({ issuer, clientId: 'deploy', clientSecret: 's3cret: &%', ...more });
const listing = (token, more) => listener.connect({ token, ...more }).databases.listDatabases();
const bearers = () => listener.requests.filter(({ key }) => key === list).map(({ headers }) => headers.authorization);
const grants = () => listener.requests.filter(({ key }) => key === grant);
const refused = answer(401, problem(401, 'TOKEN_EXPIRED'));

test('a supplier is asked for every request', async () => {
  let asked = 0;
  const binnacle = listener.connect({ token: async () => `token-${++asked}` });
  await binnacle.databases.listDatabases();
  await binnacle.databases.listDatabases();
  assert.deepEqual(bearers(), ['Bearer token-1', 'Bearer token-2']);
});

test('a supplier learns which token was refused, and gets a second chance', async () => {
  listener.on(list, refused, answer(200, { items: [] }));
  await listing(({ rejected }) => (rejected === 'old' ? 'new' : 'old'));
  assert.deepEqual(bearers(), ['Bearer old', 'Bearer new']);
});

test('a refused token is not sent again', async () => {
  listener.on(list, refused);
  await assert.rejects(listing('bnc_old'), { code: 'TOKEN_EXPIRED' });
  await assert.rejects(listing(() => 'bnc_old'), { code: 'TOKEN_EXPIRED' });
  assert.deepEqual(bearers(), ['Bearer bnc_old', 'Bearer bnc_old']);
});

test('a supplier that fails is named as the cause', async () => {
  const cause = new Error('no such file');
  await assert.rejects(listing(() => Promise.reject(cause)), (failed) => {
    assert.ok(failed instanceof TokenError);
    assert.equal(failed.cause, cause);
    assert.match(failed.message, /supplier of the token failed: no such file/);
    return true;
  });
});

test('a supplier that never answers is not waited for', async () => {
  const never = () => new Promise(stayMute);
  await assert.rejects(listing(never, { timeout: 50, retries: { attempts: 1 } }), (late) => late instanceof TokenError && late.temporary);
});

test('client credentials are exchanged for a token at the endpoint that the issuer names', async () => {
  await listing(credentials({ scope: 'ops deploy', audience: 'binnacle' }));
  assert.deepEqual(bearers(), ['Bearer token-1']);
  const [{ headers, body }] = grants();
  assert.equal(headers['content-type'], 'application/x-www-form-urlencoded');
  assert.equal(body, 'grant_type=client_credentials&scope=ops+deploy&audience=binnacle');
  assert.equal(Buffer.from(headers.authorization.replace('Basic ', ''), 'base64').toString(), 'deploy:s3cret%3A+%26%25');
});

test('an issuer that wants the secret in the body gets it there', async () => {
  listener.on(discovery, answer(200, { issuer, token_endpoint: `${issuer}/token`, token_endpoint_auth_methods_supported: ['client_secret_post'] }));
  await listing(credentials());
  const [{ headers, body }] = grants();
  assert.equal(headers.authorization, undefined);
  assert.equal(new URLSearchParams(body).get('client_secret'), 's3cret: &%');
});

test('a token is kept, and however many calls wait for it, the issuer is asked once', async () => {
  const binnacle = listener.connect({ token: credentials() });
  await Promise.all(Array.from({ length: 20 }, () => binnacle.databases.listDatabases()));
  await binnacle.databases.listDatabases();
  assert.deepEqual(new Set(bearers()), new Set(['Bearer token-1']));
  assert.equal(grants().length, 1);
});

test('a token is renewed shortly before it expires', async (context) => {
  context.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  const binnacle = listener.connect({ token: credentials() });
  await binnacle.databases.listDatabases();
  context.mock.timers.setTime(Date.now() + 265_000);
  await binnacle.databases.listDatabases();
  context.mock.timers.setTime(Date.now() + 10_000);
  await binnacle.databases.listDatabases();
  assert.deepEqual(bearers(), ['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
  assert.equal(listener.asked.filter((key) => key === discovery).length, 1, 'the issuer is discovered once');
});

test('a token that is still valid is used while the issuer is away', async (context) => {
  context.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  const binnacle = listener.connect({ token: credentials() });
  await binnacle.databases.listDatabases();
  listener.on(grant, answer(503, '{}', { 'Content-Type': 'application/json' }));
  context.mock.timers.setTime(Date.now() + 280_000);
  await binnacle.databases.listDatabases();
  assert.deepEqual(bearers(), ['Bearer token-1', 'Bearer token-1']);
  context.mock.timers.setTime(Date.now() + 30_000);
  await assert.rejects(binnacle.databases.listDatabases(), TokenError);
});

test('a token that the server refuses is renewed at once, for all who have it', async () => {
  const binnacle = listener.connect({ token: credentials() });
  await binnacle.databases.listDatabases();
  listener.on(list, refused, refused, refused, answer(200, { items: [] }));
  await Promise.all([1, 2, 3].map(() => binnacle.databases.listDatabases()));
  assert.equal(grants().length, 2);
});

test('a token that is refused again and again is a problem of the caller', async () => {
  listener.on(list, refused);
  await assert.rejects(listing(credentials()), (failure) => failure instanceof BinnacleProblem && failure.code === 'TOKEN_EXPIRED');
  assert.deepEqual(bearers(), ['Bearer token-1', 'Bearer token-2']);
});

test('an issuer that refuses says why', async () => {
  listener.on(grant, answer(401, { error: 'invalid_client', error_description: 'Invalid secret' }));
  await assert.rejects(listing(credentials()), (failure) => {
    assert.ok(failure instanceof TokenError);
    assert.match(failure.message, /status 401 \(invalid_client: Invalid secret\)\. Check the client id, its secret/);
    return true;
  });
  assert.equal(grants().length, 1);
});

test('an issuer that is busy is asked again', async () => {
  listener.on(grant, answer(503, 'busy', { 'Content-Type': 'text/plain' }), answer(200, { access_token: 'late', expires_in: 60 }));
  await listing(credentials());
  assert.deepEqual(bearers(), ['Bearer late']);
});

test('an issuer that is away, is another one, or is none, is told apart', async () => {
  listener.on(discovery, answer(200, { issuer: `${issuer}/`, token_endpoint: `${issuer}/token` }));
  await assert.rejects(listing(credentials()), /describes the issuer ".*\/realms\/ops\/", not ".*\/realms\/ops": use the name to the letter/);
  listener.on(discovery, answer(200, { issuer, token_endpoint: 'http://elsewhere.example.org/token' }));
  await assert.rejects(listing(credentials()), /names no token endpoint with an https address/);
  listener.on(discovery, answer(404, 'no such realm', { 'Content-Type': 'text/plain' }));
  await assert.rejects(listing(credentials()), (failure) => failure instanceof TokenError && /with status 404\.$/.test(failure.message));
  const away = await Listener.start();
  await away.stop();
  await assert.rejects(listing(credentials({ issuer: away.url })), (failure) => failure instanceof ConnectionError && failure.message.includes(away.url));
});

test('secrets go to https addresses alone, but for this machine', () => {
  for (const unsafe of ['http://sso.example.org', 'sso.example.org', '', undefined]) assert.throws(() => credentials({ issuer: unsafe }), ConfigurationError);
  for (const missing of [{ clientId: '' }, { clientSecret: undefined }]) assert.throws(() => credentials(missing), ConfigurationError);
});
