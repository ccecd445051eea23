package dev.binnacle.testing;

import dev.binnacle.sandbox.PatroniMember;
import dev.binnacle.sandbox.PatroniSecrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;

/** The PgBouncers beside the members, past Binnacle: their admin consoles and their logs. */
public record PoolerConsole(TestPlatform platform) {

  /** Gives every PgBouncer a command. */
  public void command(String words) {
    platform.patroni().members().forEach(member -> command(member, words));
  }

  private void command(PatroniMember member, String words) {
    var properties = new Properties();
    properties.setProperty("user", PatroniSecrets.POOLER_USER);
    properties.setProperty("password", platform.patroni().secrets().poolerPassword());
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("replication", "false");
    try (var connection =
            new Driver()
                .connect(
                    "jdbc:postgresql://127.0.0.1:" + member.poolerPort() + "/pgbouncer",
                    properties);
        var statement = connection.createStatement()) {
      statement.execute(words);
    } catch (SQLException refused) {
      throw new IllegalStateException(refused);
    }
  }

  /** How often all of them together have logged those words. */
  public long logged(String words) {
    return platform.patroni().members().stream().mapToLong(member -> logged(member, words)).sum();
  }

  private long logged(PatroniMember member, String words) {
    var log = platform.patroni().directory().resolve(member.name() + "-pgbouncer.log");
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(words)).count();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
