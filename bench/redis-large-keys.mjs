// What a key of 100 MB costs when its slot moves: the one MIGRATE that carries it, and what clients of other keys feel meanwhile.
//
// For a string and for a hash of a million fields: the slot goes from one master to another, while a client of each master reads a small
// key again and again. How long MIGRATE and RESTORE held their nodes comes from the nodes' slow logs.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { loadavg } from 'node:os';
import { binnacle, keep, operation, secret } from './harness.mjs';
import { Connection, slotOf } from './redis-load.mjs';

const redis = '/databases/sessions/redis';
const password = secret('redis-password');
const SIZE = 100 << 20;
const FIELDS = 1_000_000;

const nodes = async () => (await binnacle(`${redis}/nodes?limit=500`)).items;
const masters = async () => (await nodes()).filter(({ role }) => role === 'MASTER').sort((a, b) => a.name.localeCompare(b.name));
const keyOf = (prefix, isFit) => {
  for (let number = 0; ; number++) if (isFit(slotOf(`${prefix}:${number}`))) return `${prefix}:${number}`;
};

/** Sends commands to a node through redis-cli, and waits until it has taken them all. */
async function pipe(node, commands) {
  const [host, port] = node.name.split(':');
  const cli = spawn('redis-cli', ['-h', host, '-p', port, '--user', 'binnacle', '--no-auth-warning', '--pipe', '--pipe-timeout', '0'], {
    env: { ...process.env, REDISCLI_AUTH: password },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  for (const words of commands) {
    const parts = [`*${words.length}\r\n`, ...words.flatMap((word) => [`$${word.length}\r\n`, word, '\r\n'])];
    if (!cli.stdin.write(Buffer.concat(parts.map((part) => Buffer.from(part))))) await new Promise((resolve) => cli.stdin.once('drain', resolve));
  }
  cli.stdin.end();
  await new Promise((resolve, reject) => cli.on('exit', (status) => (status === 0 ? resolve() : reject(new Error(`redis-cli --pipe: ${status}`)))));
}

const values = {
  'a string': (key) => [['SET', key, randomBytes(SIZE)]],
  *'a hash of a million fields'(key) {
    for (let field = 0; field < FIELDS; field += 100) {
      yield ['HSET', key, ...Array.from({ length: 100 }, (_, more) => [`field:${field + more}`, randomBytes(SIZE / FIELDS)]).flat()];
    }
  },
};

/** Reads a small key of each of the masters without a pause until it is told to stop; how long the slowest reading took, by master. */
function ping(all, avoided) {
  let running = true;
  const slowest = {};
  const clients = all.map(async ({ name, slots }) => {
    const connection = new Connection(name, 'binnacle', password);
    const key = keyOf('small', (slot) => slot !== avoided && slots.some(({ first, last }) => first < slot && slot <= last));
    await connection.ask('SET', key, 'here');
    slowest[name] = 0;
    while (running) {
      const began = performance.now();
      await connection.ask('GET', key);
      slowest[name] = Math.max(slowest[name], Math.round(performance.now() - began));
    }
    await connection.ask('UNLINK', key);
    connection.close();
  });
  return async () => {
    running = false;
    await Promise.all(clients);
    return slowest;
  };
}

/** How long the node did nothing but that command, in milliseconds. */
async function held(node, command, since) {
  const { items } = await binnacle(`${redis}/slow-log?limit=500`);
  const found = items.filter((slow) => slow.node === node.name && slow.words[0].toUpperCase().startsWith(command) && new Date(slow.at) >= since);
  return Math.round(Math.max(0, ...found.map(({ duration }) => 1000 * Number(/^PT(?:(\d+)M)?([\d.]+)S$/.exec(duration)[2]) + 60_000 * Number(/^PT(?:(\d+)M)?/.exec(duration)[1] ?? 0))));
}

const results = [];
for (const [kind, commands] of Object.entries(values)) {
  await operation(`${redis}/rebalance`, { reason: 'benchmark', threshold: 0 });
  const all = await masters();
  const [target, source, third] = all;
  const slot = Math.min(...source.slots.map(({ first }) => first));
  const key = keyOf('large', (candidate) => candidate === slot);
  await pipe(source, commands(key));
  const stop = ping(all, slot);
  const since = new Date(Math.floor(Date.now() / 1000) * 1000);
  const began = performance.now();
  const { result } = await operation(`${redis}/reshard`, { reason: 'benchmark', target: target.name, sources: [source.name], slots: 1 });
  const millis = Math.round(performance.now() - began);
  const slowest = await stop();
  if (result.keysMoved !== 1) throw new Error(JSON.stringify(result));
  results.push({
    kind,
    millis,
    migrateMillis: await held(source, 'MIGRATE', since),
    restoreMillis: await held(target, 'RESTORE', since),
    sourceSlowestMillis: slowest[source.name],
    targetSlowestMillis: slowest[target.name],
    thirdSlowestMillis: slowest[third.name],
  });
  const connection = new Connection(target.name, 'binnacle', password);
  await connection.ask('UNLINK', key);
  connection.close();
}
await operation(`${redis}/rebalance`, { reason: 'benchmark', threshold: 0 });

keep('redis-large-keys', { size: SIZE, load: loadavg()[0], results }, (all) => {
  const lines = all.results.map(
    (one) =>
      `| ${one.kind} | ${one.millis} | ${one.migrateMillis} | ${one.restoreMillis} | ${one.sourceSlowestMillis} | ${one.targetSlowestMillis} | ${one.thirdSlowestMillis} |`,
  );
  return `# Moving a slot with one key of 100 MB, in milliseconds

| the key is | operation | MIGRATE at the source | RESTORE at the target | slowest GET of another key: source | target | third master |
|---|---|---|---|---|---|---|
${lines.join('\n')}

The operation is the whole of it: guards, plan, move and records. ${all.date}, ${all.machine}, load ${all.load.toFixed(1)}.
`;
});
