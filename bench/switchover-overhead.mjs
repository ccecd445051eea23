// What a switchover by Binnacle costs over asking Patroni oneself: rounds of both in turn on the same cluster.
//
//   bench/run [ROUNDS]      with `make run` running; BINNACLE_STATE_DIR and BINNACLE_HTTP_PORT as there
//
// Patroni alone: POST /switchover until its answer, which comes when the new leader runs.
// Binnacle: from the acceptance of the operation until a write to the new leader has succeeded, guards, plan and records included.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

const rounds = Number(process.argv[2] ?? 5);
const state = process.env.BINNACLE_STATE_DIR ?? '.state';
const server = `http://127.0.0.1:${process.env.BINNACLE_HTTP_PORT ?? 8080}/api/v1`;

/** The one file of that name below the folder. */
const find = (folder, name) =>
  readdirSync(folder, { recursive: true }).map(String).filter((path) => path.endsWith(name)).map((path) => join(folder, path))[0];
const secret = (name) => readFileSync(find(state, name), 'utf8').trim();

const token = secret('admin-token');
const patroniPassword = secret('rest-password');

const call = async (url, options = {}) => {
  const answer = await fetch(url, options);
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${options.method ?? 'GET'} ${url}: ${answer.status} ${body}`);
  return body;
};
const binnacle = async (path, options = {}) =>
  JSON.parse(await call(server + path, { ...options, headers: { Authorization: `Bearer ${token}`, ...options.headers } }));

/** The members once every one is healthy and streaming. */
async function healthy() {
  for (;;) {
    const { health } = await binnacle('/databases/orders');
    if (health.verdict === 'HEALTHY') return (await binnacle('/databases/orders/members')).items;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function byPatroni() {
  const members = await healthy();
  const leader = members.find(({ role }) => role === 'LEADER');
  const candidate = members.find(({ role }) => role !== 'LEADER');
  const began = performance.now();
  await call(new URL('/switchover', leader.apiUrl), {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`binnacle:${patroniPassword}`)}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ leader: leader.name, candidate: candidate.name }),
  });
  return performance.now() - began;
}

async function byBinnacle() {
  await healthy();
  const operation = await binnacle('/databases/orders/switchover', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Prefer: 'wait=60' },
    body: JSON.stringify({ reason: 'benchmark' }),
  });
  if (operation.state !== 'SUCCEEDED') throw new Error(JSON.stringify(operation.error));
  const promoted = operation.steps.find(({ name }) => name === 'await-promotion');
  return new Date(promoted.finishedAt) - new Date(operation.createdAt);
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const patroni = [];
const operations = [];
for (let round = 0; round < rounds; round++) {
  patroni.push(await byPatroni());
  operations.push(await byBinnacle());
}

const result = {
  benchmark: 'switchover overhead',
  date: new Date().toISOString().slice(0, 10),
  machine: `${cpus().length} × ${cpus()[0].model}`,
  rounds,
  patroniMillis: patroni.map(Math.round),
  binnacleMillis: operations.map(Math.round),
  medianOverheadMillis: Math.round(median(operations) - median(patroni)),
  ratio: Number((median(operations) / median(patroni)).toFixed(2)),
};
mkdirSync('bench/results', { recursive: true });
writeFileSync('bench/results/switchover-overhead.json', `${JSON.stringify(result, null, 2)}\n`);
writeFileSync(
  'bench/results/switchover-overhead.md',
  `# Switchover: Binnacle beside Patroni alone

${result.date}, ${result.machine}, ${rounds} rounds of each in turn on one cluster.

| | milliseconds | median |
|---|---|---|
| Patroni alone: POST /switchover until its answer | ${result.patroniMillis.join(', ')} | ${Math.round(median(patroni))} |
| Binnacle: acceptance until the new leader has taken a write | ${result.binnacleMillis.join(', ')} | ${Math.round(median(operations))} |

Overhead: ${result.medianOverheadMillis} ms (goal 1000); ratio ${result.ratio}.
`,
);
console.log(readFileSync('bench/results/switchover-overhead.md', 'utf8'));
