/**
 * The engine of long-running procedures. A {@link Procedure} proposes and runs {@link Step}s;
 * {@link Operations} accepts and steers; {@link OperationRunner} runs, on whichever replica is
 * alive; {@link OperationRecords} keeps every step of the way, fenced by the operation's run epoch.
 */
package dev.binnacle.operations;
