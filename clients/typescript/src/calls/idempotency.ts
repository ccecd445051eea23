import { type Call, isSafe, type Send, withHeader } from './call.js';

const HEADER = 'Idempotency-Key';
const KEY_BYTES = 16;

/** Whether the server answers a repetition of this call with the first answer, instead of acting again. */
export function isKeyed({ method, headers }: Call): boolean {
  return method === 'POST' && headers.has(HEADER);
}

/** Gives every start and every decision a key when the caller has not, so that it can be repeated. */
export function keyed(send: Send): Send {
  return (call) => send(call.method !== 'POST' || isSafe(call) || isKeyed(call) ? call : withHeader(call, HEADER, newKey()));
}

/** Browsers have `crypto.randomUUID` only on secure pages; this works on all. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(KEY_BYTES)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
