/** Reads label selectors in Kubernetes' grammar. Pure. */
package dev.binnacle.nodes.labels;
