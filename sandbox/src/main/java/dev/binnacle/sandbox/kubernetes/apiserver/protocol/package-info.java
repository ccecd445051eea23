/** Requests, answers and refusals as a Kubernetes API server has them. */
package dev.binnacle.sandbox.kubernetes.apiserver.protocol;
