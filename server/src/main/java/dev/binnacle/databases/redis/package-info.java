/** What only a Redis Cluster has: how its nodes see each other, its slots, and their moves. */
package dev.binnacle.databases.redis;
