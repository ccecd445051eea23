/** What the API can do with MongoDB replica sets. */
package dev.binnacle.databases.mongodb;
