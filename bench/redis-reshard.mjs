// A reshard by Binnacle beside `redis-cli --cluster reshard` on the same Redis Cluster: rounds of both in turn, with and without clients.
//
// 200,000 keys of 100 bytes lie evenly on all slots. 2,000 slots go from two masters to the third; then the cluster is rebalanced, and the
// next tool moves as many. redis-cli: the whole command, with its usual pipeline of 10 and with one of 100. Binnacle: from the request to
// the answer that the operation has SUCCEEDED, guards, plan and records included. The clients write and read back keys of their own
// without a pause; what they are answered is counted.
import { execFile, spawn } from 'node:child_process';
import { loadavg } from 'node:os';
import { promisify } from 'node:util';
import { binnacle, keep, median, operation, secret, sleep } from './harness.mjs';
import { slotOf, startLoad } from './redis-load.mjs';

const rounds = Number(process.argv[2] ?? 3);
const KEYS = 200_000;
const SLOTS = 2_000;
const CLIENTS = 8;
const KEYS_OF_A_CLIENT = 500;
const redis = '/databases/sessions/redis';
const run = promisify(execFile);
const password = secret('redis-password');
const env = { ...process.env, REDISCLI_AUTH: password };
const login = ['--user', 'binnacle', '--no-auth-warning'];

const nodes = async () => (await binnacle(`${redis}/nodes?limit=500`)).items;
const masters = async () => (await nodes()).filter(({ role }) => role === 'MASTER').sort((a, b) => a.name.localeCompare(b.name));

/** redis-cli does not wait until the replicas know the new owners; what they need for that is not counted. */
async function untilHealthy() {
  for (let waited = 0; (await binnacle(`${redis}/check`)).health.verdict !== 'HEALTHY'; waited++) {
    if (waited > 100) throw new Error(JSON.stringify(await binnacle(`${redis}/check`)));
    await sleep(100);
  }
}

/** Each master gets its keys through a pipe of its own: redis-benchmark would pack them into few slots. */
async function fill() {
  const value = 'x'.repeat(100);
  for (const master of await masters()) {
    const [host, port] = master.name.split(':');
    const pipe = spawn('redis-cli', ['-h', host, '-p', port, ...login, '--pipe'], { env, stdio: ['pipe', 'ignore', 'inherit'] });
    for (let number = 0; number < KEYS; number++) {
      const key = `bench:${number}`;
      const slot = slotOf(key);
      if (!master.slots.some(({ first, last }) => first <= slot && slot <= last)) continue;
      const more = pipe.stdin.write(`*3\r\n$3\r\nSET\r\n$${key.length}\r\n${key}\r\n$${value.length}\r\n${value}\r\n`);
      if (!more) await new Promise((resolve) => pipe.stdin.once('drain', resolve));
    }
    pipe.stdin.end();
    await new Promise((resolve, reject) => pipe.on('exit', (status) => (status === 0 ? resolve() : reject(new Error(`redis-cli --pipe: ${status}`)))));
  }
}

const byRedisCli = (pipeline) => async (target, sources) =>
  run(
    'redis-cli',
    [...login, '--cluster', 'reshard', target.name, '--cluster-from', sources.map(({ id }) => id).join(','), '--cluster-to', target.id]
      .concat(['--cluster-slots', String(SLOTS), '--cluster-pipeline', String(pipeline), '--cluster-yes']),
    { env, maxBuffer: 1 << 28 },
  );
const tools = {
  'redis-cli': byRedisCli(10),
  'redis-cli, pipeline 100': byRedisCli(100),
  Binnacle: (target) => operation(`${redis}/reshard`, { reason: 'benchmark', target: target.name, slots: SLOTS }),
};

async function measure(move, clients) {
  await operation(`${redis}/rebalance`, { reason: 'benchmark', threshold: 0 });
  const [target, ...sources] = await masters();
  const load = clients > 0 ? startLoad([target, ...sources], clients, KEYS_OF_A_CLIENT, 'binnacle', password) : undefined;
  // Everybody's keys are there before anything is measured.
  while (load && load.met.commands < 4 * clients * KEYS_OF_A_CLIENT) await sleep(50);
  const began = performance.now();
  await move(target, sources);
  const millis = Math.round(performance.now() - began);
  const met = await load?.stop();
  await untilHealthy();
  const keys = (await masters()).reduce((sum, master) => sum + master.keys, 0);
  const expected = KEYS + (loaded || clients > 0 ? CLIENTS * KEYS_OF_A_CLIENT : 0);
  loaded ||= clients > 0;
  if (keys !== expected) throw new Error(`${keys} keys instead of ${expected}`);
  return { millis, met };
}

let loaded = false;
await fill();
const before = loadavg()[0];
const results = [];
for (const clients of [0, CLIENTS]) {
  const all = Object.fromEntries(Object.keys(tools).map((tool) => [tool, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [tool, move] of Object.entries(tools)) all[tool].push(await measure(move, clients));
  }
  results.push({ clients, tools: all });
}
await operation(`${redis}/rebalance`, { reason: 'benchmark', threshold: 0 });

const sum = (runs, what) => runs.reduce((total, { met }) => total + met[what], 0);
keep('redis-reshard', { rounds, keys: KEYS, slots: SLOTS, load: before, results }, (result) => {
  const table = ({ clients, tools: all }) => {
    const times = (tool) => all[tool].map(({ millis }) => millis);
    const best = Math.min(median(times('redis-cli')), median(times('redis-cli, pipeline 100')));
    const lines = Object.keys(all).map((tool) => `| ${tool} | ${median(times(tool))} | ${times(tool).join(', ')} | ${(best / median(times(tool))).toFixed(1)} |`);
    const met = Object.entries(all).map(
      ([tool, runs]) =>
        `| ${tool} | ${['commands', 'moved', 'ask', 'tryAgain', 'errors', 'wrong'].map((what) => sum(runs, what)).join(' | ')} | ${Math.max(...runs.map((one) => one.met.slowestMillis))} |`,
    );
    return `## ${clients === 0 ? 'Without clients' : `With ${clients} clients`}

| tool | median ms | all ms | times as fast as the better redis-cli |
|---|---|---|---|
${lines.join('\n')}
${
  clients === 0
    ? ''
    : `
What the clients met in all rounds together:

| tool | commands | MOVED | ASK | TRYAGAIN | other errors | wrong values | slowest SET and GET, ms |
|---|---|---|---|---|---|---|---|
${met.join('\n')}
`
}`;
  };
  return `# Moving ${SLOTS} slots with their share of ${KEYS} keys of 100 bytes, from two masters to a third

${result.results.map(table).join('\n')}
No key was lost or doubled in any round. ${result.date}, ${result.machine}, load ${before.toFixed(1)} at the beginning.
`;
});
