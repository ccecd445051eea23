package dev.binnacle.http.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.identity.Role;
import dev.binnacle.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What the bundled contract demands of each operation, by operationId. */
final class Contract {

  /** Where the build puts the bundled contract. */
  static final String RESOURCE = "/contract/openapi.json";

  private static final String IDEMPOTENCY_PARAMETER = "#/components/parameters/IdempotencyKey";
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  /**
   * One operation of the contract.
   *
   * @param id its operationId
   * @param requiredRole what a caller needs
   * @param changing whether it is there to change something
   * @param idempotent whether it takes an Idempotency-Key
   */
  record Operation(String id, Role requiredRole, boolean changing, boolean idempotent) {}

  private final Map<String, Operation> operations;

  private Contract(Map<String, Operation> operations) {
    this.operations = operations;
  }

  /**
   * The contract that is bundled with the server.
   *
   * @throws IllegalStateException when it is missing, or an operation has no valid role
   */
  static Contract bundled() {
    try (var stream = Contract.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException("the contract is not bundled: no " + RESOURCE);
      }
      return read(stream);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the contract cannot be read", unreadable);
    }
  }

  /** The contract in a stream of JSON. */
  static Contract read(InputStream stream) throws IOException {
    var operations =
        StreamSupport.stream(Json.mapper().readTree(stream).path("paths").spliterator(), false)
            .flatMap(path -> path.properties().stream())
            .filter(entry -> METHODS.contains(entry.getKey()))
            .map(entry -> operation(entry.getKey(), entry.getValue()))
            .collect(Collectors.toUnmodifiableMap(Operation::id, operation -> operation));
    return new Contract(operations);
  }

  private static Operation operation(String method, JsonNode node) {
    var id = node.path("operationId").asText();
    var word = node.path("x-required-role").asText();
    var role =
        Role.of(word)
            .orElseThrow(() ->
                new IllegalStateException(
                    "%s has the x-required-role '%s' in the contract, which is no role"
                        .formatted(id, word)));
    boolean idempotent =
        StreamSupport.stream(node.path("parameters").spliterator(), false)
            .anyMatch(parameter -> IDEMPOTENCY_PARAMETER.equals(parameter.path("$ref").asText()));
    return new Operation(id, role, !method.equals("get"), idempotent);
  }

  /** The operation of that id. */
  Optional<Operation> operation(String id) {
    return Optional.ofNullable(operations.get(id));
  }

  /** All operations by id. */
  Map<String, Operation> operations() {
    return operations;
  }
}
