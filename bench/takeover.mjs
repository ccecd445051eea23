// How long a switchover stands still when the server that runs it is killed: from SIGKILL until another one has taken it up.
import { binnacle, keep, median, untilHealthy } from './harness.mjs';
import { runningServer, startReplica } from './replica.mjs';

const rounds = Number(process.argv[2] ?? 5);
const json = { 'Content-Type': 'application/json' };
const main = runningServer();

/** The first event that fits, as the server tells it. */
async function event(server, id, fits, after = 0) {
  for (let known = after; ; ) {
    const { items } = await binnacle(`/operations/${id}/events?after=${known}&wait=30`, {}, server.base);
    const found = items.find(fits);
    if (found) return found;
    known = items.at(-1)?.sequence ?? known;
  }
}

const idle = [];
const whole = [];
// The first server sleeps meanwhile, so that the killed one's work has one heir.
process.kill(main.pid, 'SIGSTOP');
try {
  for (let round = 0; round < rounds; round++) {
    const [victim, heir] = [await startReplica(), await startReplica()];
    try {
      await untilHealthy(heir.base);
      const accepted = await binnacle('/databases/orders/switchover', { method: 'POST', headers: json, body: JSON.stringify({ reason: 'benchmark' }) }, victim.base);
      const asked = await event(heir, accepted.id, ({ type, step }) => type === 'STEP_STARTED' && step === 'request-switchover');
      const killed = performance.now();
      await victim.stop('SIGKILL');
      const taken = await event(heir, accepted.id, ({ type }) => type === 'RUNNER_CHANGED', asked.sequence);
      idle.push(Math.round(performance.now() - killed));
      const last = await event(heir, accepted.id, ({ type, state }) => type === 'OPERATION_STATE_CHANGED' && ['SUCCEEDED', 'FAILED', 'TIMED_OUT'].includes(state), taken.sequence);
      if (last.state !== 'SUCCEEDED') throw new Error(`the switchover ended as ${last.state}: ${last.message}`);
      whole.push(Math.round(performance.now() - killed));
    } finally {
      await victim.stop('SIGKILL');
      await heir.stop();
    }
  }
} finally {
  process.kill(main.pid, 'SIGCONT');
}

keep(
  'takeover',
  { rounds, takeoverMillis: idle, finishedMillis: whole, medianTakeoverMillis: median(idle), worstTakeoverMillis: Math.max(...idle) },
  (result) => `# Takeover after SIGKILL

${result.date}, ${result.machine}, ${rounds} switchovers whose server was killed when it began to ask Patroni.

| from the kill | milliseconds | median |
|---|---|---|
| until the other server had taken the operation up | ${idle.join(', ')} | ${result.medianTakeoverMillis} |
| until the operation had succeeded | ${whole.join(', ')} | ${median(whole)} |

Goal: taken up within 15000 ms.
`,
);
