package dev.binnacle.databases.postgresql;

import dev.binnacle.store.EntityClasses;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Names this package's entities to the store. */
@ApplicationScoped
class PostgresqlEntities implements EntityClasses {
  @Override
  public List<Class<?>> classes() {
    return List.of(StatementSampleEntity.class);
  }
}
