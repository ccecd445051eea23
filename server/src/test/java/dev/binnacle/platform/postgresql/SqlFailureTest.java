package dev.binnacle.platform.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.platform.ComponentRefusedException;
import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SqlFailureTest {

  @Test
  void silenceOfTheNetworkStaysWhatItIs() {
    var refused = new ConnectException("refused");
    assertThat(SqlFailure.translate(new SQLException("Connection refused", "08001", refused)))
        .isSameAs(refused);
    assertThat(
            SqlFailure.translate(
                new SQLException("x", "08006", new SQLException("y", "08006", refused))))
        .isSameAs(refused);
  }

  @Test
  void aServerThatComesOrGoesIsAway() {
    assertThat(SqlFailure.translate(new SQLException("FATAL: shutting down\nmore", "57P03")))
        .isInstanceOf(IOException.class)
        .hasMessage("FATAL: shutting down");
    assertThat(SqlFailure.translate(new SQLException("terminating", "57P01")))
        .isInstanceOf(IOException.class);
    assertThat(SqlFailure.translate(new SQLException("broken", "08006")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void everythingElseIsARefusal() {
    assertThat(SqlFailure.translate(new SQLException("password authentication failed", "28P01")))
        .isInstanceOf(ComponentRefusedException.class)
        .hasMessage("password authentication failed");
    assertThat(SqlFailure.translate(new SQLException(null, "XX000")))
        .isInstanceOf(ComponentRefusedException.class)
        .hasMessage("SQL state XX000");
    assertThat(SqlFailure.translate(new SQLException("odd")))
        .isInstanceOf(ComponentRefusedException.class);
  }

  @Test
  void wordsOfPostgresql() {
    assertThat(ReplicationState.of("streaming")).isEqualTo(ReplicationState.STREAMING);
    assertThat(ReplicationState.of("daydreaming")).isEqualTo(ReplicationState.UNKNOWN);
    assertThat(SyncState.of("quorum")).isEqualTo(SyncState.QUORUM);
    assertThat(SyncState.of("")).isEqualTo(SyncState.UNKNOWN);
    assertThat(ConnectionState.of("idle in transaction (aborted)"))
        .isEqualTo(ConnectionState.IDLE_IN_TRANSACTION_ABORTED);
    assertThat(ConnectionState.of("fastpath function call"))
        .isEqualTo(ConnectionState.FASTPATH_FUNCTION_CALL);
    assertThat(ConnectionState.of("")).isEqualTo(ConnectionState.UNKNOWN);
  }
}
