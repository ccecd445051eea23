/** The clients against started servers, as the programs that use them see them. */
package dev.binnacle.clients;
