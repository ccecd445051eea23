package dev.binnacle.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceReferenceTest {

  @Test
  void isWhatTheLastParameterNames() {
    assertThat(
            ResourceReference.of(
                List.of("clusters", "east", "nodes", "n1", "drain"), List.of("n1", "east")))
        .isEqualTo(new ResourceReference("NODE", "n1"));
  }

  @Test
  void isOfTheCollectionWhenItIsYetToBeMade() {
    assertThat(ResourceReference.of(List.of("api-tokens"), List.of()))
        .isEqualTo(new ResourceReference("API_TOKEN", ""));
  }

  @Test
  void isNotConfusedByAResourceThatBearsTheNameOfAVerb() {
    assertThat(
            ResourceReference.of(
                List.of("databases", "databases", "switchover"), List.of("databases")))
        .isEqualTo(new ResourceReference("DATABASE", "databases"));
  }
}
