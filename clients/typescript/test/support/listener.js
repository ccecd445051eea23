import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

import { connect } from '../../dist/index.js';

/** Below the ports that the kernel gives to outgoing calls: a listener that is away for a moment finds its port free again. */
const PORTS = { first: 24000, count: 1000 };

/** An example of the contract. */
export const example = (name) => JSON.parse(readFileSync(new URL(`../../../../api-spec/examples/${name}.json`, import.meta.url)));

/** A problem document. */
export const problem = (status, code, detail = 'said by the test') => ({
  type: `/problems/${code}`,
  title: code,
  status,
  code,
  detail,
  remedy: 'Read the test.',
  requestId: 'request-1',
});

/** What a server answers: a status with a body and headers. */
export const answer = (status, body, headers = {}) => (request, response) => {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'Content-Type': type, ...headers });
  response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
};

/** The connection breaks before there is an answer. */
export const breakOff = (request) => request.socket.destroy();

/** Nothing is ever said. */
export const stayMute = () => {};

/**
 * A server on loopback that answers what a test says, in that order; the last answer is repeated. It can be stopped and started
 * again on the same port. Requests for the contract are answered and not recorded.
 */
export class Listener {
  requests = [];
  #answers = new Map();
  #server;
  #port;
  #otherwise = (request, response) =>
    answer(500, problem(500, 'INTERNAL_ERROR', `the test has no answer for ${request.method} ${request.url}`))(request, response);

  constructor({ version = '0.1.0' } = {}) {
    this.on('GET /api/v1/openapi.json', answer(200, { info: { version } }));
  }

  static async start(options) {
    const listener = new Listener(options);
    await listener.restart();
    return listener;
  }

  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** A client that does not wait long before it tries again. */
  connect(more = {}) {
    return connect({ server: this.url, token: 'bnc_test', retries: { firstPause: 1 }, ...more });
  }

  on(key, ...answers) {
    this.#answers.set(key, answers);
  }

  /** How to answer what a test has not named. */
  otherwise(answer) {
    this.#otherwise = answer;
  }

  /** What was asked, in order. */
  get asked() {
    return this.requests.map(({ key }) => key);
  }

  async restart() {
    for (;;) {
      const port = this.#port ?? PORTS.first + Math.floor(Math.random() * PORTS.count);
      this.#server = createServer((request, response) => this.#serve(request, response));
      try {
        await new Promise((resolve, reject) => this.#server.once('error', reject).listen(port, '127.0.0.1', resolve));
        this.#port = port;
        return;
      } catch (failure) {
        if (failure.code !== 'EADDRINUSE' || this.#port !== undefined) throw failure;
      }
    }
  }

  async stop() {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  #serve(request, response) {
    const key = `${request.method} ${request.url}`;
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      if (!key.endsWith('/openapi.json')) this.requests.push({ key, headers: request.headers, body });
      const answers = this.#answers.get(key) ?? [this.#otherwise];
      const next = answers.length > 1 ? answers.shift() : answers[0];
      next(request, response);
    });
  }
}
