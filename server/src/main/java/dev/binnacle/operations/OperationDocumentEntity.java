package dev.binnacle.operations;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;

/** One large text of an operation, as JSON. */
@Entity
@Table(name = "operation_document")
class OperationDocumentEntity {

  /** Which text it is. */
  enum Name {
    /** The request as it was made. */
    REQUEST,
    /** The request resolved against the world. */
    INTENT,
    /** What was planned. */
    PLAN,
    /** What the guards found. */
    GUARDS,
    /** What steps keep for one another. */
    MEMORY,
    /** What came of it. */
    RESULT,
    /** Why it failed. */
    ERROR
  }

  /** The key: which text of which operation. */
  @Embeddable
  record Key(UUID operationId, @Enumerated(EnumType.STRING) Name name) implements Serializable {}

  @EmbeddedId Key key;
  String content;

  /** Required by JPA. */
  protected OperationDocumentEntity() {}

  OperationDocumentEntity(UUID operationId, Name name, String content) {
    this.key = new Key(operationId, name);
    this.content = content;
  }
}
