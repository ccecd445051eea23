/** MongoDB's wire protocol on loopback: messages, connections and the port of a member. */
package dev.binnacle.sandbox.mongodb.wire;
