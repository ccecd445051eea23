// The resident memory of a server that is connected to everything of the platform and has nothing to do.
import { binnacle, keep, sleep } from './harness.mjs';
import { residentMemory, startReplica } from './replica.mjs';

const minutes = Number(process.argv[2] ?? 3);
const server = await startReplica();
const samples = [];
try {
  for (let second = 0; second < minutes * 60; second += 10) {
    // Somebody looks now and then, so that watches stay open.
    await binnacle('/clusters/main/nodes', {}, server.base);
    await binnacle('/databases/orders', {}, server.base);
    samples.push(residentMemory(server.pid));
    await sleep(10_000);
  }
  keep('idle-memory', { minutes, mebibytes: samples, last: samples.at(-1) }, (result) => `# Resident memory of an idle server

${result.date}, ${result.machine}. A fresh server, connected to PostgreSQL on Patroni and Kubernetes; every ten seconds somebody reads the nodes and a database.

| after | MiB |
|---|---|
| start | ${samples[0]} |
| ${minutes} min | ${result.last} |

Goal: 600 MiB.
`);
} finally {
  await server.stop();
}
