/**
 * A platform to run against: the state store, a Patroni cluster and the server as real processes on
 * loopback, and the faults that tests do to them.
 *
 * <p>Every daemon is recorded on disk with its process identity, so that a run finds and ends what
 * an earlier run, killed in the middle, left behind, and never touches a process that is not its
 * own.
 */
package dev.binnacle.sandbox;
