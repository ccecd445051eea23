package dev.binnacle.operations;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.UUID;

/** A short pointer to an operation, in the contract's shape. */
public record OperationReference(UUID id, String kind, OperationState state) {

  /** Where the operation is. */
  @JsonProperty
  public String self() {
    return "/api/v1/operations/" + id;
  }
}
