package dev.binnacle.databases.postgresql;

import dev.binnacle.operations.GuardResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Begins Patroni's maintenance mode: PostgreSQL goes on, and nobody fails over by itself. */
@ApplicationScoped
public class PausePatroni extends Maintenance {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "PAUSE_PATRONI";

  /** Required by CDI. */
  protected PausePatroni() {
    this(null);
  }

  /** The procedure on those databases. */
  @Inject
  public PausePatroni(PatroniDatabases databases) {
    super(databases, KIND, "pausePatroni", true);
  }

  @Override
  List<GuardResult> guards(PostgresqlSnapshot snapshot) {
    return MaintenanceGuards.ofPause(snapshot);
  }

  @Override
  String meaning(String database) {
    return "Patroni of \"%s\" is paused: it will not fail over by itself until it is resumed."
        .formatted(database);
  }
}
