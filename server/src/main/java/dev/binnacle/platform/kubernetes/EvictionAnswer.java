package dev.binnacle.platform.kubernetes;

import java.time.Duration;
import java.util.Optional;

/**
 * What the API server says to the wish that a pod may go (kubernetes
 * pkg/registry/core/pod/storage/eviction.go).
 */
public sealed interface EvictionAnswer {

  /** The pod's deletion has begun, or would have in a dry run. */
  record Accepted() implements EvictionAnswer {}

  /** 404: there is no pod of that name. */
  record Gone() implements EvictionAnswer {}

  /** 409: the name belongs to another pod by now. */
  record Replaced(String message) implements EvictionAnswer {}

  /**
   * 429 with the cause DisruptionBudget: not now.
   *
   * @param budget the budget by name, as far as the message tells
   * @param retryAfter what the API server advises; empty when nothing
   */
  record BlockedByBudget(String message, Optional<String> budget, Optional<Duration> retryAfter)
      implements EvictionAnswer {}

  /**
   * 429 without that cause: the API server has too much to do.
   *
   * @param retryAfter what the API server advises; empty when nothing
   */
  record Throttled(String message, Optional<Duration> retryAfter) implements EvictionAnswer {}

  /** 500: several budgets protect the pod, which waiting never resolves. */
  record SeveralBudgets(String message) implements EvictionAnswer {}

  /** 403 with the cause NamespaceTerminating: the pod goes with its namespace. */
  record NamespaceTerminating(String message) implements EvictionAnswer {}

  /** 403: Binnacle lacks a permission. */
  record Forbidden(String message, String verb, String resource) implements EvictionAnswer {}

  /** Any other refusal. */
  record Refused(int status, String message) implements EvictionAnswer {}
}
