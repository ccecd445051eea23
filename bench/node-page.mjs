// A page of 500 nodes from Binnacle, beside a list of the same nodes from the API server itself and `kubectl get nodes`.
// Runs on a platform with that many workers: see bench/run.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { promisify } from 'node:util';
import { binnacle, find, keep, median } from './harness.mjs';

const rounds = Number(process.argv[2] ?? 30);
const kubeconfig = find('kubeconfig-binnacle.yaml');
const text = readFileSync(kubeconfig, 'utf8');
const server = text.match(/server: *"?([^"\s]+)/)[1];
const token = text.match(/token: *"?([^"\s]+)/)[1];
const agent = new Agent({ keepAlive: true, ca: Buffer.from(text.match(/certificate-authority-data: *"?([^"\s]+)/)[1], 'base64') });

const list = () =>
  new Promise((resolve, reject) => {
    const call = request(new URL('/api/v1/nodes?limit=500', server), { agent, headers: { Authorization: `Bearer ${token}` } }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => resolve(JSON.parse(Buffer.concat(chunks)).items.length));
    });
    call.on('error', reject);
    call.end();
  });
const page = async () => (await binnacle('/clusters/main/nodes?limit=500')).items.length;
const kubectl = async () => (await promisify(execFile)('kubectl', ['--kubeconfig', kubeconfig, 'get', 'nodes', '--no-headers'], { maxBuffer: 1 << 26 })).stdout.split('\n').length - 1;

async function times(work, count) {
  const taken = [];
  for (let round = -5; round < count; round++) {
    const began = performance.now();
    const nodes = await work();
    if (round === 0 && nodes < 500) throw new Error(`only ${nodes} nodes`);
    if (round >= 0) taken.push(performance.now() - began);
  }
  return { median: Math.round(median(taken)), worst: Math.round(Math.max(...taken)) };
}

const results = { binnacle: await times(page, rounds), apiServer: await times(list, rounds), kubectl: await times(kubectl, 10) };
agent.destroy();
keep('node-page', { rounds, ...results, ratioToApiServer: Number((results.binnacle.median / results.apiServer.median).toFixed(2)) }, (result) => `# A page of 500 nodes

${result.date}, ${result.machine}, ${rounds} requests each after five to warm up, one at a time, on the simulated API server.

| | median ms | worst ms |
|---|---|---|
| Binnacle: GET /clusters/main/nodes?limit=500, with requests, usage, health and what lives on each node | ${result.binnacle.median} | ${result.binnacle.worst} |
| API server: GET /api/v1/nodes?limit=500, the bare objects | ${result.apiServer.median} | ${result.apiServer.worst} |
| \`kubectl get nodes\` | ${result.kubectl.median} | ${result.kubectl.worst} |
`);
