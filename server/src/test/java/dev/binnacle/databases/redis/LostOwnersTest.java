package dev.binnacle.databases.redis;

import static dev.binnacle.databases.redis.GivenCluster.slots;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.platform.redis.Slots;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Owners that a master has lost sight of while it takes their slots over. */
class LostOwnersTest {

  @Test
  void aHealthyClusterHasNone() {
    assertThat(LostOwners.in(GivenCluster.healthy().picture())).isEmpty();
    assertThat(LostOwners.in(GivenCluster.healthy().importing("b", 7, "a").picture())).isEmpty();
  }

  @Test
  void aMasterThatImportsIsToldWhoServesTheSlot() {
    var given = GivenCluster.healthy().importing("b", 7, "a").believing("b", slots(8, 5460));

    assertThat(LostOwners.in(given.picture()))
        .singleElement()
        .satisfies(lost -> {
          assertThat(lost.member().id()).isEqualTo("b");
          assertThat(lost.slots()).isEqualTo(Map.of("a", slots(7, 7)));
        });
  }

  @Test
  void whatGossipMendsIsLeftToIt() {
    assertThat(LostOwners.in(GivenCluster.healthy().believing("b", Slots.NONE).picture()))
        .isEmpty();
  }
}
