/** The HTTP side of a simulated Kubernetes API server. */
package dev.binnacle.sandbox.kubernetes.apiserver;
