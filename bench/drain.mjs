// A drain by Binnacle beside `kubectl drain` of the same node on the same API server: rounds of both in turn.
//
// Thirty pods of one Deployment may run on two nodes only. One node is cordoned, so that all thirty are on the other; that one is drained
// while the first takes them up, and so on back and forth: each drain moves the same thirty pods, and each tool drains each node.
// kubectl: the whole command. Binnacle: from the request to the answer that the operation has SUCCEEDED, guards, plan and records included.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { find, keep, median, operation, sleep } from './harness.mjs';

const rounds = Number(process.argv[2] ?? 4);
const PODS = 30;
const cluster = 'main';
const nodes = ['worker-5', 'worker-6'];
const run = promisify(execFile);
const kubectl = async (...words) =>
  (await run('kubectl', ['--kubeconfig', find('kubeconfig-admin.yaml'), ...words], { maxBuffer: 1 << 26 })).stdout;

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'bench', namespace: 'bench' },
  spec: {
    replicas: PODS,
    selector: { matchLabels: { app: 'bench' } },
    template: {
      metadata: { labels: { app: 'bench' } },
      spec: { nodeSelector: { bench: 'yes' }, containers: [{ name: 'sleep', image: 'registry.k8s.io/pause:3.10' }] },
    },
  },
};
async function apply(object) {
  const child = execFile('kubectl', ['--kubeconfig', find('kubeconfig-admin.yaml'), 'apply', '--validate=false', '-f', '-']);
  child.stdin.end(JSON.stringify(object));
  await new Promise((resolve, reject) => child.on('exit', (status) => (status === 0 ? resolve() : reject(new Error(`kubectl apply: ${status}`)))));
}

/** Waits until all pods of the benchmark are ready on the node. */
async function allOn(node) {
  for (;;) {
    const { items } = JSON.parse(await kubectl('get', 'pods', '-n', 'bench', '-o', 'json'));
    const ready = items.filter(
      ({ metadata, spec, status }) =>
        !metadata.deletionTimestamp && spec.nodeName === node && status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
    );
    if (items.length === PODS && ready.length === PODS) return;
    await sleep(200);
  }
}

const timed = async (work) => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};
const tools = {
  kubectl: (node) => kubectl('drain', node, '--ignore-daemonsets', '--delete-emptydir-data', '--force'),
  binnacle: (node) =>
    operation(`/clusters/${cluster}/nodes/${node}/drain`, {
      reason: 'benchmark',
      deleteEmptyDirData: true,
      deletePodsWithoutController: true,
    }),
};

await kubectl('label', 'node', ...nodes, 'bench=yes', '--overwrite');
await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'bench' } });
await kubectl('cordon', nodes[1]);
await apply(deployment);

const times = { kubectl: [], binnacle: [] };
try {
  // One drain of each to warm both up, then each tool on each node in turn.
  const turns = ['kubectl', 'binnacle', ...Array.from({ length: rounds }, (_, round) => (round % 2 ? ['binnacle', 'kubectl', 'kubectl', 'binnacle'] : ['kubectl', 'binnacle', 'binnacle', 'kubectl'])).flat()];
  for (const [turn, tool] of turns.entries()) {
    const [from, to] = turn % 2 ? [nodes[1], nodes[0]] : nodes;
    await allOn(from);
    await kubectl('uncordon', to);
    const took = await timed(() => tools[tool](from));
    if (turn > 1) times[tool].push(took);
  }
} finally {
  await kubectl('uncordon', ...nodes);
  await kubectl('label', 'node', ...nodes, 'bench-');
  await kubectl('delete', 'namespace', 'bench', '--wait=false');
}

keep(
  'drain',
  {
    pods: PODS,
    kubectlVersion: JSON.parse(await kubectl('version', '--client', '-o', 'json')).clientVersion.gitVersion,
    kubectlMillis: times.kubectl.map(Math.round),
    binnacleMillis: times.binnacle.map(Math.round),
    ratio: Number((median(times.binnacle) / median(times.kubectl)).toFixed(2)),
  },
  (result) => `# Drain: Binnacle beside kubectl

${result.date}, ${result.machine}, ${times.kubectl.length} drains by each of a node with ${PODS} pods, in turn, on the simulated API server. kubectl ${result.kubectlVersion}.

| | milliseconds | median |
|---|---|---|
| \`kubectl drain\` | ${result.kubectlMillis.join(', ')} | ${Math.round(median(times.kubectl))} |
| Binnacle: request until SUCCEEDED | ${result.binnacleMillis.join(', ')} | ${Math.round(median(times.binnacle))} |

Ratio ${result.ratio} (goal at most 1.05).
`,
);
