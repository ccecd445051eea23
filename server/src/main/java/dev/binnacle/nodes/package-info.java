/**
 * The Kubernetes clusters of the platform and their nodes: what they are, how they are, and the
 * procedures that take a node out of service and give it back.
 */
package dev.binnacle.nodes;
