package dev.binnacle.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The programs of the Debian packages that the sandbox runs. */
final class DebianPrograms {
  private DebianPrograms() {}

  static Path patroni() {
    return onPath("patroni", "patroni");
  }

  static Path etcd() {
    return onPath("etcd", "etcd-server");
  }

  static Path pgbouncer() {
    return onPath("pgbouncer", "pgbouncer");
  }

  static Path redis() {
    return onPath("redis-server", "redis-server");
  }

  /** The directory of PostgreSQL's programs. */
  static Path postgresqlBin() {
    Path bin = Path.of("/usr/lib/postgresql/15/bin");
    if (!Files.isExecutable(bin.resolve("postgres"))) {
      throw missing("PostgreSQL 15", "postgresql-15");
    }
    return bin;
  }

  private static Path onPath(String program, String debianPackage) {
    return Stream.of("/usr/local/bin", "/usr/bin", "/usr/sbin")
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> missing(program, debianPackage));
  }

  private static SandboxException missing(String program, String debianPackage) {
    return new SandboxException(
        "%s is missing: install it with `apt-get install %s` or `make packages`."
            .formatted(program, debianPackage));
  }
}
