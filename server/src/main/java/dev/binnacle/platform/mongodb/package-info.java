/**
 * MongoDB replica sets: their administrative commands over the Java driver, asked member by member.
 */
package dev.binnacle.platform.mongodb;
