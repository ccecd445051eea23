package dev.binnacle.http.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.binnacle.identity.Role;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ContractTest {

  @Test
  void everyOperationOfTheBundledContractHasARole() {
    assertThat(Contract.bundled().operations())
        .hasSizeGreaterThan(20)
        .allSatisfy((id, operation) -> {
          assertThat(id).isNotBlank();
          assertThat(operation.requiredRole()).isNotNull();
        });
  }

  @Test
  void rolesAndIdempotencyAreThoseOfTheContract() {
    var contract = Contract.bundled();
    assertThat(contract.operation("switchoverDatabase"))
        .contains(new Contract.Operation("switchoverDatabase", Role.OPERATOR, true, true));
    assertThat(contract.operation("listAuditEvents"))
        .contains(new Contract.Operation("listAuditEvents", Role.AUDITOR, false, false));
    assertThat(contract.operation("nothing")).isEmpty();
  }

  @Test
  void anOperationWithoutARoleIsAMistake() {
    var text = "{\"paths\":{\"/a\":{\"get\":{\"operationId\":\"getA\"}}}}";
    assertThatIllegalStateException()
        .isThrownBy(
            () -> Contract.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))
        .withMessageContaining("getA");
  }
}
