/** The collections of a simulated replica set, and the operations that run on it. */
package dev.binnacle.sandbox.mongodb.data;
