/** What is special about pods: evictions, bindings to nodes, logs. */
package dev.binnacle.sandbox.kubernetes.apiserver.pods;
