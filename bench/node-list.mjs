// A page of nodes from Binnacle beside a bare JAX-RS resource on the same Payara Micro that answers the same JSON from memory:
// in the first 15 seconds after the start, and warmed up. Both have the same JVM options and run one at a time.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { call, keep, median, origin, token } from './harness.mjs';
import { load } from './load.mjs';
import { freePort, runningServer, startReplica, startUntil } from './replica.mjs';

const rounds = Number(process.argv[2] ?? 3);
const SECONDS = 15;
const WARM_UP = 30;
const path = '/api/v1/clusters/main/nodes';
const runtime = 'server/target/runtime';
const work = resolve('target/bench/bare');
mkdirSync(work, { recursive: true });

const page = await call(origin + path, { headers: { Authorization: `Bearer ${token}` } });
writeFileSync(join(work, 'page.json'), page);
const java = join(runningServer().environment.JAVA_HOME, 'bin/java');
execFileSync('mvn', ['-q', '-B', '-f', 'bench/bare/pom.xml', 'package'], { stdio: 'inherit' });

async function startBare() {
  const port = await freePort();
  const options = ['-Xms64m', '-Xmx512m', '-XX:+UseSerialGC', '-Djdk.virtualThreadScheduler.parallelism=256', '-jar', join(runtime, 'launch-micro.jar'), '--nocluster', '--disablephonehome'];
  const files = ['--prebootcommandfile', join(runtime, 'preboot.asadmin'), '--postdeploycommandfile', join(runtime, 'postdeploy.asadmin')];
  const deployment = ['--port', String(port), '--contextroot', '/', '--deploy', 'bench/bare/target/bare.war'];
  return startUntil('/nodes', java, [...options, ...files, ...deployment], { ...process.env, BARE_PAGE: join(work, 'page.json'), BINNACLE_HTTP_ADDRESS: '127.0.0.1' }, port);
}

const ways = {
  binnacle: { start: startReplica, path, token },
  bare: { start: startBare, path: '/nodes' },
  text: { start: startBare, path: '/nodes/text' },
};
const results = Object.fromEntries(Object.keys(ways).map((way) => [way, { first: [], warm: [] }]));
for (let round = 0; round < rounds; round++) {
  for (const [way, { start, path: at, token: bearer }] of Object.entries(ways)) {
    const server = await start();
    try {
      results[way].first.push(await load(server.base + at, { seconds: SECONDS, token: bearer }));
      await load(server.base + at, { seconds: WARM_UP, token: bearer });
      results[way].warm.push(await load(server.base + at, { seconds: SECONDS, token: bearer }));
    } finally {
      await server.stop();
    }
  }
}

const middle = (way, phase, figure) => median(results[way][phase].map((result) => result[figure]));
const ratio = (phase, figure) => Number((middle('binnacle', phase, figure) / middle('bare', phase, figure)).toFixed(2));
const names = {
  binnacle: 'Binnacle: token checked, role checked, counted against the quota, page made from the watched nodes and pods',
  bare: 'bare resource: the same page from a map, written as JSON for each request',
  text: 'bare resource: the same page as one ready text',
};
keep(
  'node-list',
  {
    rounds,
    bytes: Buffer.byteLength(page),
    results,
    requestsRatio: { first: ratio('first', 'perSecond'), warm: ratio('warm', 'perSecond') },
    p99Ratio: { first: ratio('first', 'p99Millis'), warm: ratio('warm', 'p99Millis') },
  },
  (result) => `# A page of nodes beside a bare JAX-RS resource

${result.date}, ${result.machine}. wrk with 16 connections on the same two cores, a page of ${JSON.parse(page).items.length} nodes (${result.bytes} bytes), medians of ${rounds} rounds.
"First" are the ${SECONDS} s after the server became ready, "warm" ${SECONDS} s after ${WARM_UP} s more.

| | first: requests/s | p99 ms | warm: requests/s | p99 ms |
|---|---|---|---|---|
${Object.keys(ways)
  .map((way) => `| ${names[way]} | ${['first', 'warm'].map((phase) => `${middle(way, phase, 'perSecond')} | ${middle(way, phase, 'p99Millis')}`).join(' | ')} |`)
  .join('\n')}

Binnacle over the bare resource: requests ${result.requestsRatio.first} at first and ${result.requestsRatio.warm} warm (goal at least 0.8), p99 ${result.p99Ratio.first} and ${result.p99Ratio.warm} (goal at most 2).
`,
);
