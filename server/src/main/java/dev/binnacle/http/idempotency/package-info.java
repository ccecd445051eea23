/**
 * Safety of repetition: the answer to a request with an Idempotency-Key is kept for a day, so that
 * a caller whose connection broke gets it again instead of doing something twice.
 */
package dev.binnacle.http.idempotency;
