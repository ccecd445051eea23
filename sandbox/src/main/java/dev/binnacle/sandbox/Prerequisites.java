package dev.binnacle.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the machine must have before anything is started. */
final class Prerequisites {
  private Prerequisites() {}

  /** One sentence for each missing thing: what it is and how to get it. */
  static List<String> missing() {
    return Stream.of(
            missing(DebianPrograms::patroni),
            missing(DebianPrograms::etcd),
            missing(DebianPrograms::pgbouncer),
            missing(DebianPrograms::postgresqlBin),
            missing(DebianPrograms::redis),
            missing(Prerequisites::utilLinux),
            missing(Prerequisites::postgresUser))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> missing(Runnable check) {
    try {
      check.run();
      return Optional.empty();
    } catch (SandboxException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static void utilLinux() {
    for (String program : List.of("/usr/bin/setsid", "/usr/bin/setpriv")) {
      if (!Files.isExecutable(Path.of(program))) {
        throw new SandboxException(
            program + " is missing: install it with `apt-get install util-linux`.");
      }
    }
  }

  private static void postgresUser() {
    if (DaemonUser.isRoot() && !DaemonUser.current().exists()) {
      throw new SandboxException(
          "The user postgres is missing, who runs PostgreSQL when root starts it: install it with"
              + " `apt-get install postgresql-15`.");
    }
  }
}
