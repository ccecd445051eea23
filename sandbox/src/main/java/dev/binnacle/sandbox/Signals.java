package dev.binnacle.sandbox;

import java.io.IOException;
import java.util.Collection;
import java.util.stream.Collectors;

/** Sends signals by name; Java itself knows only SIGTERM and SIGKILL. */
final class Signals {
  private Signals() {}

  /** Sends a signal; processes that are gone are passed over. */
  static void send(String signal, Collection<Long> pids) {
    if (pids.isEmpty()) {
      return;
    }
    String list = pids.stream().map(String::valueOf).collect(Collectors.joining(" "));
    try {
      // The shell's own kill: the command of that name is missing on small installations.
      new ProcessBuilder("sh", "-c", "kill -" + signal + " " + list)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new SandboxException("Cannot send SIG" + signal + " to " + list, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
