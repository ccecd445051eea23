import { type Operation, OperationState } from '../generated/index.js';

const FINAL: ReadonlySet<OperationState> = new Set([
  OperationState.SUCCEEDED,
  OperationState.FAILED,
  OperationState.CANCELLED,
  OperationState.REJECTED,
  OperationState.TIMED_OUT,
]);

/** Whether nothing will happen in this operation any more unless somebody retries it. */
export function isFinal({ state }: Pick<Operation, 'state'>): boolean {
  return FINAL.has(state);
}
