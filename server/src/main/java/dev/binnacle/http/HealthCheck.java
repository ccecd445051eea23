package dev.binnacle.http;

import java.util.Optional;

/**
 * Something without which the server should get no requests. Found through CDI; asked on a virtual
 * thread whenever somebody asks whether the server is ready.
 */
public interface HealthCheck {

  /** The name that the answer shows. */
  String name();

  /** What is wrong, without secrets; empty when all is well. May block; exceptions are failures. */
  Optional<String> failure();
}
