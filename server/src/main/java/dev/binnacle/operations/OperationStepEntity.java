package dev.binnacle.operations;

import com.fasterxml.jackson.databind.JavaType;
import dev.binnacle.store.Json;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One row of {@code operation_step}. */
@Entity
@Table(name = "operation_step")
class OperationStepEntity {

  /** The key: which operation, which step of it, counted from 1. */
  @Embeddable
  record Key(UUID operationId, int position) implements Serializable {}

  @EmbeddedId Key key;
  String name;
  String title;
  boolean safePoint;
  boolean interruptible;

  @Enumerated(EnumType.STRING)
  StepState state;

  int attempt;
  Instant startedAt;
  Instant finishedAt;
  String message;
  String detail;

  /** Required by JPA. */
  protected OperationStepEntity() {}

  OperationStepEntity(UUID operationId, int position, Plan.PlannedStep planned) {
    key = new Key(operationId, position);
    name = planned.name();
    title = planned.title();
    safePoint = planned.safePoint();
    interruptible = planned.interruptible();
    state = StepState.PENDING;
    detail = "[]";
  }

  /** Whether a request to stop can still be honoured here. */
  boolean canStop() {
    return switch (state) {
      case PENDING -> safePoint;
      case RUNNING -> interruptible;
      default -> false;
    };
  }

  /** Where exactly a request to stop is honoured, in words. */
  String stoppingPlace() {
    return (interruptible && attempt > 0 ? "in step \"" : "before step \"") + title + "\"";
  }

  Operation.StepRecord toRecord() {
    return new Operation.StepRecord(
        key.position(),
        name,
        title,
        state,
        attempt,
        Optional.ofNullable(startedAt),
        Optional.ofNullable(finishedAt),
        Optional.ofNullable(message),
        FactList.read(detail));
  }

  /** The JSON form in which lists of facts are stored. */
  static final class FactList {
    private static final JavaType TYPE =
        Json.mapper().getTypeFactory().constructCollectionType(List.class, Fact.class);

    private FactList() {}

    static List<Fact> read(String json) {
      return Json.read(json, TYPE);
    }
  }
}
