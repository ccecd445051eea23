package dev.binnacle.sandbox.kubernetes.selectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorsTest {
  private static final ObjectNode POD =
      Manifest.of(
          """
          metadata: {name: web-1, namespace: shop, labels: {app: web, tier: front, weight: "7"}}
          spec: {nodeName: worker-1}
          status: {phase: Running}
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "nothing",
      value = {
        "''; true",
        "app=web; true",
        "app==web; true",
        "app = web , tier = front; true",
        "app=api; false",
        "app!=api; true",
        "app!=web; false",
        "other!=web; true",
        "app; true",
        "other; false",
        "!other; true",
        "!app; false",
        "app in (web, api); true",
        "app in (api); false",
        "app notin (api); true",
        "other notin (api); true",
        "app notin (web,api); false",
        "weight>5; true",
        "weight<5; false",
        "app>5; false",
        "app in (web),!canary,tier!=back; true",
        "app=; false",
      })
  void labels(String selector, boolean matches) {
    assertThat(LabelExpression.parse(selector).matches(POD)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"app in web", "app in (web", "=web", "app web", "weight>x", "a==b==c", "!"})
  void whatIsNoLabelSelector(String selector) {
    assertThatThrownBy(() -> LabelExpression.parse(selector))
        .isInstanceOf(SelectorSyntaxException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "''; true",
        "metadata.name=web-1; true",
        "spec.nodeName=worker-1,status.phase!=Failed; true",
        "spec.nodeName==worker-2; false",
        "status.podIP=; true",
        "spec.nodeName!=; true",
        "spec.unschedulable=false; true",
      })
  void fields(String selector, boolean matches) {
    assertThat(FieldExpression.parse(selector).matches(POD)).isEqualTo(matches);
  }

  @Test
  void whatIsNoFieldSelector() {
    assertThatThrownBy(() -> FieldExpression.parse("spec.nodeName"))
        .isInstanceOf(SelectorSyntaxException.class)
        .hasMessage("invalid selector: 'spec.nodeName'; can't understand 'spec.nodeName'");
  }
}
