package dev.binnacle.http;

import jakarta.enterprise.context.ApplicationScoped;

/** Knows whether the server has finished its start. Thread-safe. */
@ApplicationScoped
public class Started {

  private volatile boolean finished;

  /** Tells that the start is finished: from now on the server may be ready. */
  public void finish() {
    finished = true;
  }

  /** Whether the start is finished. */
  public boolean isFinished() {
    return finished;
  }
}
