// The lists of operations and of audit events when each has ten million rows: the first page, deep pages, and every filter.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { call, keep, percentile, token } from './harness.mjs';
import { runningServer, startReplica } from './replica.mjs';

const rows = Number(process.argv[2] ?? 10_000_000);
const REQUESTS = 300;
const WARM_UP = 200;
const CONNECTIONS = 4;
const GOAL = 100;
const DATABASE = 'bench_lists';
const YEARS = 2 * 365 * 86_400_000;

const { environment } = runningServer();
const url = new URL(environment.BINNACLE_DB_URL.slice('jdbc:'.length));
const psql = (database, ...words) =>
  promisify(execFile)('psql', ['-X', '-q', '-v', `rows=${rows}`, '-h', url.hostname, '-p', url.port, '-U', environment.BINNACLE_DB_USER, '-d', database, ...words], {
    env: { ...process.env, PGPASSWORD: environment.BINNACLE_DB_PASSWORD },
  });
const pick = (count) => Math.floor(Math.random() * count);
const time = () => new Date(Date.now() - pick(YEARS)).toISOString();

const lists = {
  operations: {
    'newest first': () => '',
    'oldest first': () => 'sort=createdAt',
    'going on now': () => 'state=PENDING&state=RUNNING&state=PAUSED&state=CANCELLING',
    failed: () => 'state=FAILED',
    'of a kind': () => 'kind=DRAIN_NODE',
    'on a target': () => `target=worker-${pick(500)}`,
    'on an unknown target': () => 'target=nobody',
    'of a person': () => `requestedBy=person-${pick(200)}`,
    'failed, of a person': () => `state=FAILED&requestedBy=person-${pick(200)}`,
    'before a time': () => `until=${time()}`,
    'after a time': () => `since=${time()}`,
  },
  'audit-events': {
    'newest first': () => '',
    'of a person': () => `actor=person-${pick(200)}`,
    'of an unknown person': () => 'actor=nobody',
    'of an action': () => 'action=drainNode',
    'of a resource': () => `resourceType=NODE&resourceName=worker-${pick(500)}`,
    refused: () => 'outcome=REFUSED',
    'refused, of a person': () => `outcome=REFUSED&actor=person-${pick(200)}`,
    'before a time': () => `until=${time()}`,
    'after a time': () => `since=${time()}`,
  },
};

await psql('postgres', '-c', `drop database if exists ${DATABASE} with (force)`, '-c', `create database ${DATABASE}`);
url.pathname = `/${DATABASE}`;
let server = await startReplica({ BINNACLE_DB_URL: `jdbc:${url}`, BINNACLE_PLATFORM: '' });
// The tables are there now; nobody works on the operations that are made up.
await server.stop();
const began = performance.now();
await psql(DATABASE, '-f', fileURLToPath(new URL('long-lists.sql', import.meta.url)));
console.log(`${rows} rows each, made in ${Math.round((performance.now() - began) / 1000)} s`);
server = await startReplica({ BINNACLE_DB_URL: `jdbc:${url}`, BINNACLE_PLATFORM: '' });

const get = async (path) => JSON.parse(await call(`${server.base}/api/v1/${path}`, { headers: { Authorization: `Bearer ${token}` } }));

/** The latencies of that many requests; a page leads to the next one until `depth` pages were read. */
async function latencies(list, query, count, depth) {
  const taken = [];
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (taken.length < count) {
        let path = `${list}?${query()}`;
        for (let page = 0; page < depth && path; page++) {
          const from = performance.now();
          const { nextCursor } = await get(path);
          taken.push(performance.now() - from);
          path = nextCursor && `${path.replace(/&cursor=.*/, '')}&cursor=${encodeURIComponent(nextCursor)}`;
        }
      }
    }),
  );
  return { p50Millis: Math.round(percentile(taken, 0.5)), p99Millis: Math.round(percentile(taken, 0.99)) };
}

try {
  await latencies('operations', () => '', WARM_UP, 1);
  await latencies('audit-events', () => '', WARM_UP, 1);
  const results = [];
  for (const [list, queries] of Object.entries(lists)) {
    for (const [name, query] of Object.entries(queries)) {
      results.push({ list, name, ...(await latencies(list, query, REQUESTS, 1)) });
    }
    results.push({ list, name: 'paging on, 30 pages', ...(await latencies(list, () => 'limit=50', REQUESTS, 30)) });
  }
  const worst = Math.max(...results.map((result) => result.p99Millis));
  keep('long-lists', { rows, results, worstP99Millis: worst }, (result) => `# Lists of ${rows.toLocaleString('en')} operations and as many audit events

${result.date}, ${result.machine}. ${REQUESTS} requests each by ${CONNECTIONS} callers at once, pages of 50; the server's cache of its database is the usual 128 MiB.

| list | pages | p50 ms | p99 ms |
|---|---|---|---|
${results.map(({ list, name, p50Millis, p99Millis }) => `| ${list} | ${name} | ${p50Millis} | ${p99Millis} |`).join('\n')}

Worst p99 ${worst} ms (goal ${GOAL}).
`);
} finally {
  await server.stop();
  await psql('postgres', '-c', `drop database if exists ${DATABASE} with (force)`);
}
