/** Speaks Patroni's REST API, of version 3 and of version 4, and nothing else. */
package dev.binnacle.platform.patroni;
