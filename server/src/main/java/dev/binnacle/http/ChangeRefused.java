package dev.binnacle.http;

import dev.binnacle.identity.Caller;
import dev.binnacle.problems.ProblemCode;

/**
 * Tells that an authenticated caller was not allowed to make a change, or could not make it as
 * things are. Fired asynchronously, beside the answer.
 *
 * @param operationId what was asked for, in the contract's word
 * @param resource what it was asked for
 * @param code why it was refused
 */
public record ChangeRefused(
    Caller caller, String operationId, ResourceReference resource, ProblemCode code) {}
