// Says what a drain would do with every pod of a node, drains it, and tells what became of each:
// node drain.js http://127.0.0.1:8080 main worker-2 "Kernel update, CHG-2214"
import { BinnacleError, BinnacleProblem, connect } from '@binnacle/client';

const [server = 'http://127.0.0.1:8080', cluster = 'main', node = 'worker-2', reason = 'Tried from TypeScript'] = process.argv.slice(2);
const request = { cluster, node, drainRequest: { reason } };

try {
  const binnacle = connect({ server, token: process.env.BINNACLE_TOKEN ?? '' });
  const plan = await binnacle.nodes.planDrainNode(request);
  console.log(plan.summary);
  plan.detail?.pods.forEach(({ outcome, namespace, name, reason: why }) => console.log(`${outcome} ${namespace}/${name}: ${why}`));
  const started = await binnacle.nodes.drainNode(request);
  const ended = await binnacle.waitFor(started, {
    onProgress: ({ sequence, type, message }) => console.log(`${sequence} ${type}: ${message}`),
    timeout: 1_800_000,
  });
  console.log(`${ended.state} ${JSON.stringify(ended.result ?? ended.error)}`);
  process.exitCode = ended.state === 'SUCCEEDED' ? 0 : 1;
} catch (error) {
  console.error(error instanceof BinnacleError ? error.message : error);
  const guards = error instanceof BinnacleProblem ? error.guards : [];
  guards.filter(({ outcome }) => outcome === 'BLOCK').forEach(({ name, message }) => console.error(`${name}: ${message}`));
  process.exitCode = 2;
}
