/**
 * Kubernetes objects as the parts of the simulated cluster read them: thin records around the JSON
 * tree. Nothing here knows the store.
 */
package dev.binnacle.sandbox.kubernetes.cluster.model;
