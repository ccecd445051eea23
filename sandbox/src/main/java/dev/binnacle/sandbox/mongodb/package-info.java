/**
 * A MongoDB replica set in this JVM, behind MongoDB's own wire protocol: drivers and mongosh work
 * with it. Written from the server manual and from the messages that servers are seen to send; no
 * claim in here has met a real mongod.
 */
package dev.binnacle.sandbox.mongodb;
