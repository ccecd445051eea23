package dev.binnacle.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to start a daemon.
 *
 * @param name what people call it, for messages
 * @param command the command, which must stay the process it is started as (exec, no fork)
 * @param environment the whole environment: nothing is inherited
 * @param directory the working directory
 * @param log where standard output and standard error are appended
 * @param identity where the process is recorded while it lives
 */
record DaemonCommand(
    String name,
    List<String> command,
    Map<String, String> environment,
    Path directory,
    Path log,
    Path identity) {
  DaemonCommand {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** What a daemon needs of an environment, and no more. */
  static Map<String, String> plainEnvironment() {
    return Map.of(
        "PATH",
        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "LANG",
        "C.UTF-8",
        "TZ",
        "UTC");
  }
}
