package dev.binnacle.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.platform.Address;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisShapesTest {

  private static final String NODES =
      """
      07c37dfeb235213a872192d90877d0cd55635b91 127.0.0.1:30004@31004,host-4 slave e7d1eecce10fd6bb5eb35b9f99a514335d9ba9ca 0 1426238317239 4 connected
      e7d1eecce10fd6bb5eb35b9f99a514335d9ba9ca 127.0.0.1:30001@31001 myself,master - 0 0 1 connected 0-5460 5462 [77->-292f8b365bb7edb5e285caf0b7e6ddc7265d2f4f] [93-<-292f8b365bb7edb5e285caf0b7e6ddc7265d2f4f]
      292f8b365bb7edb5e285caf0b7e6ddc7265d2f4f [::1]:30003@31003 master,fail? - 1 2 3 disconnected 10923-16383
      6ec23923021cf3ffec47632106199cb7f496ce01 :0@0 handshake,noaddr - 0 0 0 disconnected
      """;

  private final ClusterView view =
      RedisShapes.view(NODES, "cluster_state:ok\r\ncluster_current_epoch:6\r\n");

  @Test
  void theNodeThatTellsIsKnown() {
    assertThat(view.own().id()).startsWith("e7d1");
    assertThat(view.serving()).isTrue();
    assertThat(view.currentEpoch()).isEqualTo(6);
  }

  @Test
  void slotsAreRangesAndSingles() {
    assertThat(view.own().slots().toString()).isEqualTo("0-5460,5462");
    assertThat(view.own().slots().count()).isEqualTo(5462);
  }

  @Test
  void openSlotsNameTheOtherSide() {
    var other = "292f8b365bb7edb5e285caf0b7e6ddc7265d2f4f";

    assertThat(view.own().migrating()).isEqualTo(Map.of(77, other));
    assertThat(view.own().importing()).isEqualTo(Map.of(93, other));
  }

  @Test
  void aReplicaNamesItsMaster() {
    var replica = view.nodes().getFirst();

    assertThat(replica.leads()).isFalse();
    assertThat(replica.master()).contains(view.myself());
    assertThat(replica.address()).contains(new Address("127.0.0.1", 30004));
  }

  @Test
  void aSuspicionIsNoCertainty() {
    assertThat(view.nodes().get(2).suspected()).isTrue();
    assertThat(view.nodes().get(2).joined()).isTrue();
  }

  @Test
  void whoHasNotMetTheOthersHasNoAddress() {
    assertThat(view.nodes().get(3).joined()).isFalse();
    assertThat(view.nodes().get(3).address()).isEmpty();
  }

  @Test
  void infoTellsOfMemoryDiskAndReplication() {
    var facts =
        RedisShapes.facts(
            """
            # Server
            redis_version:7.0.15
            uptime_in_seconds:90
            used_memory:100
            maxmemory:0
            mem_fragmentation_ratio:1.25
            rdb_last_save_time:1700000000
            rdb_last_bgsave_status:ok
            aof_enabled:1
            aof_last_bgrewrite_status:ok
            aof_last_write_status:err
            aof_current_size:89
            role:slave
            master_link_status:down
            slave_repl_offset:42
            db0:keys=5,expires=0,avg_ttl=0
            """);

    assertThat(facts.version()).isEqualTo("7.0.15");
    assertThat(facts.uptime()).isEqualTo(Duration.ofSeconds(90));
    assertThat(facts.keys()).isEqualTo(5);
    assertThat(facts.memory().limitBytes()).isEmpty();
    assertThat(facts.memory().fragmentationRatio()).isEqualTo(1.25);
    assertThat(facts.persistence().lastSnapshot().getEpochSecond()).isEqualTo(1_700_000_000);
    assertThat(facts.persistence().appendOnlyFile().lastWriteSucceeded()).isFalse();
    assertThat(facts.persistence().appendOnlyFile().baseSizeBytes()).isEmpty();
    assertThat(facts.replication().linkUp()).isFalse();
    assertThat(facts.replication().offset()).isEqualTo(42);
  }

  @Test
  void theSlowLogOfAnOldRedisHasNoClients() {
    var words = List.<Object>of("KEYS".getBytes(StandardCharsets.UTF_8));

    var slow = RedisShapes.slowLog(List.of(List.of(14L, 1_700_000_000L, 12_300L, words)));

    assertThat(slow.getFirst().duration()).isEqualTo(Duration.ofNanos(12_300_000));
    assertThat(slow.getFirst().words()).containsExactly("KEYS");
    assertThat(slow.getFirst().client()).isEmpty();
  }
}
