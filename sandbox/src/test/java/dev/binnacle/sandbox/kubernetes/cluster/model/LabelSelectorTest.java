package dev.binnacle.sandbox.kubernetes.cluster.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSelectorTest {
  private static final Map<String, String> LABELS = Map.of("app", "web", "cores", "8");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                                     | true",
        "{'matchLabels': {'app': 'web'}}                                        | true",
        "{'matchLabels': {'app': 'web', 'tier': 'x'}}                           | false",
        "{'matchExpressions': [{'key': 'app', 'operator': 'In', 'values': ['web']}]}    | true",
        "{'matchExpressions': [{'key': 'app', 'operator': 'NotIn', 'values': ['web']}]} | false",
        "{'matchExpressions': [{'key': 'tier', 'operator': 'NotIn', 'values': ['x']}]}  | true",
        "{'matchExpressions': [{'key': 'app', 'operator': 'Exists'}]}           | true",
        "{'matchExpressions': [{'key': 'app', 'operator': 'DoesNotExist'}]}     | false",
        "{'matchExpressions': [{'key': 'cores', 'operator': 'Gt', 'values': ['4']}]}    | true",
        "{'matchExpressions': [{'key': 'app', 'operator': 'Gt', 'values': ['4']}]}      | false",
      },
      quoteCharacter = '"')
  void selects(String selector, boolean selected) throws Exception {
    var json = new ObjectMapper().readTree(selector.replace('\'', '"'));
    assertThat(LabelSelector.of(json).matches(LABELS)).isEqualTo(selected);
  }

  @Test
  void absentSelectorSelectsNothing() {
    assertThat(LabelSelector.of(MissingNode.getInstance()).matches(LABELS)).isFalse();
  }
}
