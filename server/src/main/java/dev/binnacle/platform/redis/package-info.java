/** Speaks the protocol of Redis Cluster with one node at a time, and nothing else. */
package dev.binnacle.platform.redis;
