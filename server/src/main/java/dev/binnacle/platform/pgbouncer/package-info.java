/**
 * Speaks with the admin consoles of PgBouncers, and nothing else.
 *
 * @see <a href="https://www.pgbouncer.org/usage.html#admin-console">The admin console</a>
 */
package dev.binnacle.platform.pgbouncer;
