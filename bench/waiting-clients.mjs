// What other calls feel of 1000 idle event streams and 1000 waiting calls, and how soon all of them hear of a change.
import { request, Agent } from 'node:http';
import { binnacle, keep, median, sleep, token } from './harness.mjs';
import { load } from './load.mjs';
import { residentMemory, startReplica } from './replica.mjs';

const watchers = Number(process.argv[2] ?? 1000);
const ROUNDS = 5;
const SECONDS = 8;
const json = { 'Content-Type': 'application/json' };
const server = await startReplica();
const agent = new Agent({ keepAlive: true });
const authorised = { Authorization: `Bearer ${token}` };

/** Opens a call; resolves to its answer when the headers have come. */
const open = (path, headers) =>
  new Promise((resolve, reject) => {
    request(server.base + path, { agent, headers: { ...authorised, ...headers } }, resolve).on('error', reject).end();
  });
const drained = (answer) =>
  new Promise((resolve, reject) => {
    const chunks = [];
    answer.on('data', (chunk) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks).toString())).on('error', reject);
  });

async function others() {
  const found = [];
  for (let round = 0; round < ROUNDS; round++) {
    found.push(await load(`${server.base}/api/v1/clusters/main/nodes`, { connections: 8, seconds: SECONDS, token }));
  }
  return { perSecond: median(found.map((result) => result.perSecond)), p99Millis: median(found.map((result) => result.p99Millis)) };
}

try {
  const planned = await binnacle(
    '/databases/orders/switchover',
    { method: 'POST', headers: json, body: JSON.stringify({ reason: 'benchmark', scheduledAt: new Date(Date.now() + 3_600_000).toISOString() }) },
    server.base,
  );
  const path = `/api/v1/operations/${planned.id}`;
  await load(`${server.base}/api/v1/clusters/main/nodes`, { connections: 8, seconds: 40, token });
  const alone = { ...(await others()), mebibytes: residentMemory(server.pid) };

  let lastHeard = 0;
  let heard = 0;
  const streams = [];
  for (let count = 0; count < watchers; count++) streams.push(await open(`${path}/events`, { Accept: 'text/event-stream' }));
  const streaming = streams.map(async (answer) => {
    const text = await drained(answer);
    if (!text.includes('CANCELLED')) throw new Error(`a stream ended without the end: ${text.slice(-300)}`);
    heard++;
    lastHeard = performance.now();
  });
  const waiting = Array.from({ length: watchers }, async () => {
    for (;;) {
      const answer = await open(path, { Prefer: 'wait=60' });
      const text = await drained(answer);
      if (answer.statusCode !== 200) throw new Error(`a wait was answered ${answer.statusCode}: ${text}`);
      if (JSON.parse(text).state === 'CANCELLED') break;
    }
    heard++;
    lastHeard = performance.now();
  });
  await sleep(3000);
  const beside = { ...(await others()), mebibytes: residentMemory(server.pid) };

  const cancelled = performance.now();
  await binnacle(`/operations/${planned.id}/cancel`, { method: 'POST', headers: json, body: JSON.stringify({ reason: 'benchmark' }) }, server.base);
  await Promise.all([...streaming, ...waiting]);
  const allHeardMillis = Math.round(lastHeard - cancelled);

  keep(
    'waiting-clients',
    { watchers, alone, beside, heard, allHeardMillis, p99Ratio: Number((beside.p99Millis / alone.p99Millis).toFixed(2)) },
    (result) => `# ${watchers} event streams and ${watchers} waiting calls

${result.date}, ${result.machine}. One server; wrk with 8 connections reads a page of nodes, medians of ${ROUNDS} times ${SECONDS} s. The waits end every 60 s and are asked again.

| | requests/s | p99 ms | resident MiB |
|---|---|---|---|
| nobody waits | ${alone.perSecond} | ${alone.p99Millis} | ${alone.mebibytes} |
| ${watchers} streams and ${watchers} waits | ${beside.perSecond} | ${beside.p99Millis} | ${beside.mebibytes} |

p99 ratio ${result.p99Ratio} (goal at most 2). After a cancel, all ${heard} of them knew within ${allHeardMillis} ms.
`,
  );
} finally {
  agent.destroy();
  await server.stop();
}
