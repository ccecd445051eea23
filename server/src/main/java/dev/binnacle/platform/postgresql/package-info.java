/** Speaks SQL with the PostgreSQL servers of a database about themselves, and nothing else. */
package dev.binnacle.platform.postgresql;
