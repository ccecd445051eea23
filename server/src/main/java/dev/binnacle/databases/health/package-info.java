/** One verdict on a database and the reasons for it. Pure. */
package dev.binnacle.databases.health;
