// Servers of a benchmark's own beside the one that `make run` has started: they share its state store, its platform and its settings.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { sleep } from './harness.mjs';

const START_LIMIT = 120_000;

/** The process id and the environment of the server that `make run` has started. */
export function runningServer() {
  const port = process.env.BINNACLE_HTTP_PORT ?? '8080';
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('binnacle-launcher.jar')) continue;
      const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
      const environment = Object.fromEntries(variables.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
      if (environment.BINNACLE_HTTP_PORT === port) return { pid: Number(pid), environment };
    } catch (gone) {
      if (!['ENOENT', 'ESRCH', 'EACCES'].includes(gone.code)) throw gone;
    }
  }
  throw new Error(`no server of \`make run\` on port ${port}`);
}

/** A port that nobody uses now. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** Starts a command that will answer 200 at a path; returns its process, its address, and the milliseconds until that answer. */
export async function startUntil(path, command, arguments_, environment, port) {
  const began = performance.now();
  const child = spawn(command, arguments_, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said = (said + chunk).slice(-4000)));
  const base = `http://127.0.0.1:${port}`;
  const ended = new Promise((resolve) => child.on('exit', resolve));
  for (;;) {
    const answer = await fetch(base + path).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) break;
    if (child.exitCode !== null || performance.now() - began > START_LIMIT) {
      child.kill('SIGKILL');
      throw new Error(`${command} did not start: ${said}`);
    }
    await sleep(20);
  }
  return {
    pid: child.pid,
    base,
    readyMillis: Math.round(performance.now() - began),
    signal: (name) => child.kill(name),
    async stop(name = 'SIGTERM') {
      child.kill(name);
      await ended;
    },
  };
}

/** A server like the running one, on a port of its own. */
export async function startReplica(more = {}) {
  const port = await freePort();
  return startUntil('/health/ready', 'server/bin/serve', [], { ...runningServer().environment, BINNACLE_HTTP_PORT: String(port), ...more }, port);
}

/** A process's resident memory, in MiB. */
export const residentMemory = (pid) => Math.round(Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s*(\d+)/)[1]) / 1024);
