// What the benchmarks share: the running platform's address and secrets, calls, medians, and how a result is kept.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

export const state = process.env.BINNACLE_STATE_DIR ?? '.state';
/** The address of the server that `make run` has started. */
export const origin = `http://127.0.0.1:${process.env.BINNACLE_HTTP_PORT ?? 8080}`;

/** The one file of that name below the state directory. */
export const find = (name) =>
  readdirSync(state, { recursive: true }).map(String).filter((path) => path.endsWith(name)).map((path) => join(state, path))[0];
export const secret = (name) => readFileSync(find(name), 'utf8').trim();

export const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** The body of the answer; anything but success is an error with its words. */
export const call = async (url, options = {}) => {
  const answer = await fetch(url, options);
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${options.method ?? 'GET'} ${url}: ${answer.status} ${body}`);
  return body;
};
export const token = secret('admin-token');
/** A call of that server's API, or of another one's. */
export const binnacle = async (path, options = {}, base = origin) =>
  JSON.parse(await call(`${base}/api/v1${path}`, { ...options, headers: { Authorization: `Bearer ${token}`, ...options.headers } }));

/** Starts an operation and waits for its end. */
export const operation = async (path, body) => {
  const ended = await binnacle(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Prefer: 'wait=60' },
    body: JSON.stringify(body),
  });
  if (ended.state !== 'SUCCEEDED') throw new Error(JSON.stringify(ended.error ?? ended.state));
  return ended;
};

/** Returns once every member of the database is healthy and streaming. */
export async function untilHealthy(base = origin) {
  while ((await binnacle('/databases/orders', {}, base)).health.verdict !== 'HEALTHY') await sleep(200);
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

export const percentile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(values.length * share) - 1)];

/** Keeps a result as JSON and as Markdown in bench/results/, and prints it. */
export const keep = (name, facts, markdown) => {
  const result = { benchmark: name, date: new Date().toISOString().slice(0, 10), machine: `${cpus().length} × ${cpus()[0].model}`, ...facts };
  mkdirSync('bench/results', { recursive: true });
  writeFileSync(`bench/results/${name}.json`, `${JSON.stringify(result, null, 2)}\n`);
  const text = markdown(result);
  writeFileSync(`bench/results/${name}.md`, text);
  console.log(text);
};
