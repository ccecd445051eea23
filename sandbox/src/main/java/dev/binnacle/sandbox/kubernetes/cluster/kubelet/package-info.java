/**
 * The simulated kubelets: they start and end the containers of the pods bound to their nodes,
 * report what they do, and answer for logs and statistics.
 */
package dev.binnacle.sandbox.kubernetes.cluster.kubelet;
