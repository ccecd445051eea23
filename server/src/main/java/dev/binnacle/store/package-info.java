/** The state store: data source, migrations, transactions, clock. */
package dev.binnacle.store;
