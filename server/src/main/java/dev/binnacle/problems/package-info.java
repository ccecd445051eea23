/** What can go wrong, in the words that callers match on. Pure: no HTTP, no storage. */
package dev.binnacle.problems;
