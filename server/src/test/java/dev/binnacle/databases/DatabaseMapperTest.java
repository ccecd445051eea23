package dev.binnacle.databases;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DatabaseMapperTest {

  @Test
  void positionsAreWrittenAsPostgresqlWritesThem() {
    assertThat(DatabaseMapper.lsn(67_472_672L)).isEqualTo("0/4058D20");
    assertThat(DatabaseMapper.lsn(0x16_B374_D848L)).isEqualTo("16/B374D848");
  }
}
