/**
 * What makes the members of a simulated replica set one: oplog, heartbeats, elections,
 * configuration.
 */
package dev.binnacle.sandbox.mongodb.replication;
