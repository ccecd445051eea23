/** From whatever was thrown to the problem that the caller reads. */
package dev.binnacle.http.failures;
