package dev.binnacle.http;

import dev.binnacle.identity.Caller;
import java.util.Optional;

/**
 * What a resource may know of the request it answers, taken on the request's thread and free to be
 * carried to others.
 *
 * @param caller who asks, authenticated
 * @param idempotencyHash identifies caller and Idempotency-Key; present when the caller sent one
 */
public record Request(Caller caller, String id, Optional<String> idempotencyHash) {}
