/**
 * What the parts of the simulated cluster run on: one thread that sees every change of the store in
 * order and reconciles what the changes concern, as controllers on shared informers do.
 */
package dev.binnacle.sandbox.kubernetes.cluster.runtime;
