package dev.binnacle.platform.redis;

/** Everything that one node says when it is asked. */
public record NodeReport(ClusterView view, NodeFacts facts) {}
