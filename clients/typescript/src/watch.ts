import type { Binnacle } from './connect.js';
import { type Operation, type OperationEvent, OperationState } from './generated/index.js';

const LONGEST_WAIT_SECONDS = 30;
const SHORTEST_WAIT_SECONDS = 1;

const FINAL: ReadonlySet<OperationState> = new Set([
  OperationState.SUCCEEDED,
  OperationState.FAILED,
  OperationState.CANCELLED,
  OperationState.REJECTED,
  OperationState.TIMED_OUT,
]);

/** Whether nothing will happen in this operation any more unless somebody retries it. */
export function isFinal(operation: Operation): boolean {
  return FINAL.has(operation.state);
}

/**
 * Waits until an operation is final, or until the time is over. The server does the waiting.
 *
 * @returns the operation as it was seen last: ask `isFinal` whether the time was enough
 */
export async function awaitFinal(
  binnacle: Pick<Binnacle, 'operations'>,
  operationId: string,
  atMostSeconds: number,
): Promise<Operation> {
  const end = Date.now() + atMostSeconds * 1000;
  for (;;) {
    const asked = Date.now();
    const left = Math.max(0, Math.floor((end - asked) / 1000));
    const prefer = `wait=${Math.min(left, LONGEST_WAIT_SECONDS)}`;
    const operation = await binnacle.operations.getOperation({ operationId, prefer });
    if (isFinal(operation) || end - Date.now() < SHORTEST_WAIT_SECONDS * 1000) return operation;
    // A proxy that drops "Prefer" must not make this a busy loop.
    const rest = SHORTEST_WAIT_SECONDS * 1000 - (Date.now() - asked);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, rest)));
  }
}

/** Every event of an operation after a given one, in order and once each, as they happen; ends with the last event. */
export async function* events(
  binnacle: Pick<Binnacle, 'operationEvents'>,
  operationId: string,
  after = 0,
): AsyncGenerator<OperationEvent, void> {
  for (;;) {
    const page = await binnacle.operationEvents.listOperationEvents({ operationId, after, wait: LONGEST_WAIT_SECONDS });
    yield* page.items;
    if (page._final) return;
    after = page.nextAfter;
  }
}
