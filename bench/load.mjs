// Load by wrk, on one thread: requests per second and latencies.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const report = fileURLToPath(new URL('wrk-report.lua', import.meta.url));

/** Requests of one URL by so many connections for so many seconds; an answer that is no success is an error. */
export async function load(url, { connections = 16, seconds = 15, token }) {
  const header = token ? ['--header', `Authorization: Bearer ${token}`] : [];
  const { stdout } = await promisify(execFile)('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '20s', '-s', report, ...header, url]);
  const result = JSON.parse(stdout.split('\n').find((line) => line.startsWith('{')));
  if (result.errors > 0) throw new Error(`${result.errors} of ${result.requests} requests to ${url} failed`);
  return result;
}
