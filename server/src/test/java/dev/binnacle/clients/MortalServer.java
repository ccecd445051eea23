package dev.binnacle.clients;

import dev.binnacle.sandbox.ServerProcess;
import dev.binnacle.sandbox.ServerSettings;
import dev.binnacle.testing.StepTrap;
import dev.binnacle.testing.TestPlatform;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/** A server that dies in the middle of an operation and comes back at the same address. */
final class MortalServer implements AutoCloseable {

  private final ServerSettings settings;
  private ServerProcess process;

  private MortalServer(ServerSettings settings) {
    this.settings = settings;
    this.process = ServerProcess.start(settings);
  }

  /** A started server of its own, on a new database of the state store. */
  static MortalServer start(Path platformDescription) {
    var platform = TestPlatform.shared();
    return new MortalServer(
        platform.settings(platform.newDatabase(), platformDescription, Map.of()));
  }

  /** Where it is. */
  URI address() {
    return settings.baseUrl();
  }

  /** Holds it where that step begins to run, until it dies. */
  StepTrap trap(String step) throws SQLException {
    return new StepTrap(
        settings.databaseUrl(),
        settings.databaseUser(),
        settings.databasePassword(),
        step,
        "RUNNING");
  }

  /** Waits until it is in the trap, kills it there, and starts it again. */
  void dieIn(StepTrap trap) throws SQLException {
    trap.awaitCaught();
    process.kill9();
    trap.close();
    process = ServerProcess.start(settings);
  }

  @Override
  public void close() {
    process.close();
  }
}
