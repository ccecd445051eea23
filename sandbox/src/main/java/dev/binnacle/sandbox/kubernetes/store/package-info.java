/** What etcd and the generic registry of a Kubernetes API server are, in one JVM. */
package dev.binnacle.sandbox.kubernetes.store;
