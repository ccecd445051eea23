/** Who acts: callers and their roles. Pure. */
package dev.binnacle.identity;
