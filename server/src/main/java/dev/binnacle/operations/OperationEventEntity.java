package dev.binnacle.operations;

import dev.binnacle.store.Json;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** One row of {@code operation_event}; never changed. */
@Entity
@Immutable
@Table(name = "operation_event")
class OperationEventEntity {

  /** The key: which operation, which event of it, counted from 1. */
  @Embeddable
  record Key(UUID operationId, long sequence) implements Serializable {}

  @EmbeddedId Key key;
  Instant at;

  @Enumerated(EnumType.STRING)
  EventType type;

  @Enumerated(EnumType.STRING)
  OperationState state;

  String step;
  String message;
  String detail;

  /** Required by JPA. */
  protected OperationEventEntity() {}

  OperationEventEntity(UUID operationId, OperationEvent event) {
    key = new Key(operationId, event.sequence());
    at = event.at();
    type = event.type();
    state = event.state().orElse(null);
    step = event.step().orElse(null);
    message = event.message();
    detail = Json.write(event.detail());
  }

  OperationEvent toRecord() {
    return new OperationEvent(
        key.sequence(),
        at,
        type,
        Optional.ofNullable(state),
        Optional.ofNullable(step),
        message,
        OperationStepEntity.FactList.read(detail));
  }
}
