import { requireMilliseconds, timeLimit } from '../calls/time.js';
import { WaitTimeoutError } from '../errors.js';
import type { Operation, OperationEvent, OperationsApi } from '../generated/index.js';
import { type EventSources, follow, type FollowOptions, idOf, outageOf } from './follow.js';
import { isFinal } from './states.js';

/** How to wait for an operation. */
export interface WaitOptions extends FollowOptions {
  /** Is told every event, in order and once each, as it happens. When it rejects, so does the wait. */
  readonly onProgress?: (event: OperationEvent) => void | Promise<void>;
  /** How many milliseconds to wait at most. Default: until the operation is final, however long that takes. */
  readonly timeout?: number;
}

/** Where a wait looks. */
export interface WaitSources extends EventSources {
  readonly operations: Pick<OperationsApi, 'getOperation'>;
}

/** Waits until an operation is final, and gives it back. */
export async function waitFor(sources: WaitSources, operation: Operation | string, options: WaitOptions): Promise<Operation> {
  const { onProgress, timeout, signal } = options;
  requireMilliseconds('timeout', timeout);
  signal?.throwIfAborted();
  const operationId = idOf(operation);
  let seen = typeof operation === 'string' ? undefined : operation;
  let after = options.after ?? 0;
  const limit = timeLimit(timeout, signal);
  try {
    const outage = outageOf(operation, options, limit.signal);
    for (;;) {
      for await (const event of follow(sources, operationId, after, outage, limit.signal)) {
        after = event.sequence;
        await onProgress?.(event);
      }
      seen = await outage.through(() => sources.operations.getOperation({ operationId }, { signal: limit.signal }));
      if (isFinal(seen)) return seen;
    }
  } catch (failure) {
    if (!limit.expired || failure !== limit.signal.reason) throw failure;
    throw new WaitTimeoutError(
      `Operation ${operationId} is not final after ${timeout} ms${seen ? `; it was ${seen.state} when it was seen last` : ''}. It goes on: wait again, or cancel it.`,
      seen,
    );
  } finally {
    limit.clear();
  }
}
