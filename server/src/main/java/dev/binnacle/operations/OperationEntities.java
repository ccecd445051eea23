package dev.binnacle.operations;

import dev.binnacle.store.EntityClasses;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Names this package's entities to the store. */
@ApplicationScoped
class OperationEntities implements EntityClasses {
  @Override
  public List<Class<?>> classes() {
    return List.of(
        OperationEntity.class,
        OperationStepEntity.class,
        OperationEventEntity.class,
        OperationDocumentEntity.class);
  }
}
