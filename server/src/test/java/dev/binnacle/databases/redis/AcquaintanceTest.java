package dev.binnacle.databases.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.platform.redis.Slots;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who belongs to a cluster, of those that answer where its nodes are expected. */
class AcquaintanceTest {

  private static RedisPicture together(GivenCluster... given) {
    return RedisPicture.of(
        Stream.of(given).flatMap(cluster -> cluster.seen().stream()).toList(), Instant.EPOCH);
  }

  @Test
  void nodesThatKnowOneAnotherAreTheCluster() {
    var picture = together(GivenCluster.healthy());

    assertThat(picture.strangers()).isEmpty();
    assertThat(picture.members()).hasSize(6);
  }

  @Test
  void aNodeThatWasRemovedIsAStranger() {
    var picture = together(GivenCluster.healthy(), GivenCluster.lone("n"));

    assertThat(picture.strangers().values())
        .singleElement()
        .satisfies(view -> assertThat(view.myself()).isEqualTo("n"));
    assertThat(picture.members()).hasSize(6);
    assertThat(picture.distributions()).hasSize(6);
    assertThat(RedisHealth.findings(picture))
        .extracting(RedisFinding::code)
        .containsExactly("NODE_NOT_IN_CLUSTER");
  }

  @Test
  void aNodeThatNobodyKnowsAnyMoreIsAStrangerWhateverItRemembers() {
    var returned = GivenCluster.healthy().master("n", 0, Slots.NONE);

    var picture =
        RedisPicture.of(
            Stream.concat(
                    GivenCluster.healthy().seen().stream(),
                    returned.seen().stream()
                        .filter(node -> node.view().orElseThrow().myself().equals("n")))
                .toList(),
            Instant.EPOCH);

    assertThat(picture.strangers()).hasSize(1);
    assertThat(picture.members()).hasSize(6);
  }

  @Test
  void theCircleThatServesMoreSlotsIsTheCluster() {
    var small = GivenCluster.lone("x").replica("y", "x").replica("z", "x");

    assertThat(together(small, GivenCluster.healthy()).views())
        .containsOnlyKeys("a", "b", "c", "d", "e", "f");
  }
}
