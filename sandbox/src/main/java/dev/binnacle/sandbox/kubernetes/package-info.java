/**
 * A simulated Kubernetes cluster of RKE2's shape in one JVM: an API server over HTTPS, and behind
 * it the controllers, the scheduler and the kubelets that make things happen.
 */
package dev.binnacle.sandbox.kubernetes;
