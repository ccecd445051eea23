// What a switchover by Binnacle costs over asking Patroni oneself: rounds of both in turn on the same cluster.
//
// Patroni alone: POST /switchover until its answer, which comes when the new leader runs.
// Binnacle: from the acceptance of the operation until a write to the new leader has succeeded, guards, plan and records included.
import { binnacle, call, keep, median, operation, secret, untilHealthy } from './harness.mjs';

const rounds = Number(process.argv[2] ?? 5);
const patroniPassword = secret('rest-password');

async function byPatroni() {
  await untilHealthy();
  const { items: members } = await binnacle('/databases/orders/members');
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
  await untilHealthy();
  const ended = await operation('/databases/orders/switchover', { reason: 'benchmark' });
  const promoted = ended.steps.find(({ name }) => name === 'await-promotion');
  return new Date(promoted.finishedAt) - new Date(ended.createdAt);
}

const patroni = [];
const operations = [];
for (let round = 0; round < rounds; round++) {
  patroni.push(await byPatroni());
  operations.push(await byBinnacle());
}

keep(
  'switchover-overhead',
  {
    rounds,
    patroniMillis: patroni.map(Math.round),
    binnacleMillis: operations.map(Math.round),
    medianOverheadMillis: Math.round(median(operations) - median(patroni)),
    ratio: Number((median(operations) / median(patroni)).toFixed(2)),
  },
  (result) => `# Switchover: Binnacle beside Patroni alone

${result.date}, ${result.machine}, ${rounds} rounds of each in turn on one cluster.

| | milliseconds | median |
|---|---|---|
| Patroni alone: POST /switchover until its answer | ${result.patroniMillis.join(', ')} | ${Math.round(median(patroni))} |
| Binnacle: acceptance until the new leader has taken a write | ${result.binnacleMillis.join(', ')} | ${Math.round(median(operations))} |

Overhead: ${result.medianOverheadMillis} ms (goal 1000); ratio ${result.ratio}.
`,
);
