/** Who did what: an append-only log, chained by hash. */
package dev.binnacle.audit;
