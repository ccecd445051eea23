package dev.binnacle.databases.postgresql;

import dev.binnacle.operations.GuardResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Ends Patroni's maintenance mode: from then on Patroni keeps a leader in office again. */
@ApplicationScoped
public class ResumePatroni extends Maintenance {

  /** The kind of the procedure and of its result. */
  public static final String KIND = "RESUME_PATRONI";

  /** Required by CDI. */
  protected ResumePatroni() {
    this(null);
  }

  /** The procedure on those databases. */
  @Inject
  public ResumePatroni(PatroniDatabases databases) {
    super(databases, KIND, "resumePatroni", false);
  }

  @Override
  List<GuardResult> guards(PostgresqlSnapshot snapshot) {
    return MaintenanceGuards.ofResume(snapshot);
  }

  @Override
  String meaning(String database) {
    return "Patroni of \"%s\" is resumed: from then on it fails over by itself again."
        .formatted(database);
  }
}
