package dev.binnacle.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.binnacle.identity.Role;
import dev.binnacle.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation of the contract with every single role and with none. Requests name what does not
 * exist and carry empty bodies: whoever gets past the authorisation changes nothing.
 */
@Tag("api")
class AuthorizationIT {

  private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");
  private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

  private final TestServer server = TestServer.shared();

  private record Operation(String method, String path, String id, Role required) {}

  @TestFactory
  Stream<DynamicNode> everyOperationAsksForItsRole() throws IOException {
    return operations()
        .map(operation ->
            DynamicContainer.dynamicContainer(
                operation.id(),
                Stream.concat(
                    Stream.of(
                        DynamicTest.dynamicTest(
                            "without a token", () -> refusesWithoutToken(operation))),
                    Arrays.stream(Role.values())
                        .map(role ->
                            DynamicTest.dynamicTest(
                                "as " + role.word(), () -> asksForItsRole(operation, role))))));
  }

  private void refusesWithoutToken(Operation operation) {
    server
        .send(request(server.anonymous(operation.path()), operation))
        .isProblem(401, "AUTHENTICATION_REQUIRED");
  }

  private void asksForItsRole(Operation operation, Role role) {
    var token = server.token(dev.binnacle.client.model.Role.fromValue(role.name()));
    var answer =
        server.send(
            request(
                server.anonymous(operation.path()).header("Authorization", "Bearer " + token),
                operation));
    if (role.includes(operation.required())) {
      assertThat(answer.status()).as(answer.body()).isNotIn(401, 403).isLessThan(500);
    } else {
      answer.isProblem(403, "ROLE_MISSING");
      assertThat(answer.json().path("missingRole").asText()).isEqualTo(operation.required().name());
    }
  }

  private static HttpRequest.Builder request(HttpRequest.Builder request, Operation operation) {
    return switch (operation.method()) {
      case "post", "put", "patch" ->
          TestServer.json(request, operation.method().toUpperCase(Locale.ROOT), "{}");
      default ->
          request.method(
              operation.method().toUpperCase(Locale.ROOT), HttpRequest.BodyPublishers.noBody());
    };
  }

  private static Stream<Operation> operations() throws IOException {
    try (var stream = AuthorizationIT.class.getResourceAsStream("/contract/openapi.json")) {
      var operations =
          new ObjectMapper()
              .readTree(stream).path("paths").properties().stream()
                  .flatMap(path ->
                      path.getValue().properties().stream()
                          .filter(member -> METHODS.contains(member.getKey()))
                          .map(member ->
                              operation(member.getKey(), path.getKey(), member.getValue())))
                  .toList();
      assertThat(operations).hasSizeGreaterThan(20);
      return operations.stream();
    }
  }

  private static Operation operation(String method, String path, JsonNode operation) {
    return new Operation(
        method,
        "/api/v1" + path.replace("{database}", "nothing").replaceAll("\\{[^}]+}", NOBODY),
        operation.path("operationId").asText(),
        Role.of(operation.path("x-required-role").asText()).orElseThrow());
  }
}
