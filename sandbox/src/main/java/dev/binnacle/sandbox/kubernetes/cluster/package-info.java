/**
 * What lives behind the API server of a simulated Kubernetes cluster: controllers, scheduler and
 * kubelets on one thread, and the state that a new cluster begins with.
 */
package dev.binnacle.sandbox.kubernetes.cluster;
