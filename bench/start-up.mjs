// From the start of the process until /health/ready answers 200, with the ahead-of-time cache and without, in turn.
import { existsSync } from 'node:fs';
import { keep, median } from './harness.mjs';
import { startReplica } from './replica.mjs';

const rounds = Number(process.argv[2] ?? 5);
if (!existsSync('server/target/runtime/application.aot')) throw new Error('There is no ahead-of-time cache: it needs a JDK 25, and a build without BINNACLE_AOT=false.');

const ways = { withCache: '', withoutCache: '-XX:AOTMode=off' };
const times = { withCache: [], withoutCache: [] };
for (let round = -1; round < rounds; round++) {
  for (const [way, options] of Object.entries(ways)) {
    const server = await startReplica({ BINNACLE_JVM_OPTIONS: options });
    await server.stop();
    if (round >= 0) times[way].push(server.readyMillis);
  }
}

keep(
  'start-up',
  { rounds, ...times, medianWithCache: median(times.withCache), medianWithoutCache: median(times.withoutCache), ratio: Number((median(times.withCache) / median(times.withoutCache)).toFixed(2)) },
  (result) => `# Start-up until ready

${result.date}, ${result.machine}, ${rounds} starts of each in turn, beside the idle platform, its Patroni cluster and a first server.

| | milliseconds | median |
|---|---|---|
| with the JDK's ahead-of-time cache | ${times.withCache.join(', ')} | ${result.medianWithCache} |
| without it | ${times.withoutCache.join(', ')} | ${result.medianWithoutCache} |

Goal: ready within 5000 ms with the cache.
`,
);
