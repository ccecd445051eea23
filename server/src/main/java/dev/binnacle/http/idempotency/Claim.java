package dev.binnacle.http.idempotency;

import java.util.UUID;

/**
 * The right to answer a request, until the lease is over and another request takes it.
 *
 * @param id this claim's own id; whatever is written under it is conditional on it
 * @param hash the row it is a claim on
 * @param cipher for the answer
 */
record Claim(UUID id, String hash, AnswerCipher cipher) {}
