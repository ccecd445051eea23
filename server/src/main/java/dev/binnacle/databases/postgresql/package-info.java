/**
 * Databases of the engine PostgreSQL under Patroni: their health, and how they are switched over.
 */
package dev.binnacle.databases.postgresql;
