/**
 * The state that a new cluster begins with: nodes as RKE2 sets them up, and workloads with a past.
 */
package dev.binnacle.sandbox.kubernetes.cluster.seed;
