package dev.binnacle.databases;

import dev.binnacle.api.model.PausePoolRequest;
import dev.binnacle.api.model.PoolRequest;
import dev.binnacle.api.model.PostgresqlPool;
import dev.binnacle.api.model.PostgresqlPooledDatabase;
import dev.binnacle.api.model.PostgresqlPooler;
import dev.binnacle.api.model.PostgresqlPools;
import dev.binnacle.api.model.Problem;
import dev.binnacle.api.model.ReloadPgbouncerRequest;
import dev.binnacle.databases.postgresql.DailyCheck;
import dev.binnacle.databases.postgresql.PoolWish;
import dev.binnacle.databases.postgresql.Poolers;
import dev.binnacle.databases.postgresql.SeenPooler;
import dev.binnacle.operations.RequestedTimes;
import dev.binnacle.platform.pgbouncer.Pool;
import dev.binnacle.platform.pgbouncer.PooledDatabase;
import dev.binnacle.platform.pgbouncer.PoolerState;
import dev.binnacle.store.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Turns connection pools into the contract's shapes, and requests about them into wishes. */
final class PoolsMapper {

  private static final Duration USUAL_DRAIN = Duration.ofSeconds(30);
  private static final Duration SHORTEST_DRAIN = Duration.ofSeconds(1);
  private static final Duration LONGEST_DRAIN = Duration.ofMinutes(10);

  private PoolsMapper() {}

  static PostgresqlPools toApi(Poolers.Look look) {
    boolean described = !look.poolers().isEmpty();
    return new PostgresqlPools()
        .available(described)
        .unavailable(described ? null : PostgresqlMapper.toApi(DailyCheck.NO_POOLER))
        .poolers(look.poolers().stream().map(PoolsMapper::toApi).toList())
        .observedAt(DatabaseMapper.toApi(look.observedAt()));
  }

  private static PostgresqlPooler toApi(SeenPooler pooler) {
    var state = pooler.state().value();
    return new PostgresqlPooler()
        .pgbouncer(pooler.name())
        .version(state.map(PoolerState::version).orElse(null))
        .databases(
            state.stream()
                .flatMap(seen -> seen.databases().stream())
                .map(PoolsMapper::toApi)
                .toList())
        .pools(
            state.stream().flatMap(seen -> seen.pools().stream()).map(PoolsMapper::toApi).toList())
        .problem(
            pooler
                .state()
                .problem()
                .map(problem -> Json.mapper().convertValue(problem.document(), Problem.class))
                .orElse(null));
  }

  private static PostgresqlPooledDatabase toApi(PooledDatabase database) {
    return new PostgresqlPooledDatabase()
        .name(database.name())
        .forwardsTo(database.forwardsTo().orElse(null))
        .paused(database.paused())
        .disabled(database.disabled())
        .poolSize(database.poolSize())
        .connections(database.connections());
  }

  private static PostgresqlPool toApi(Pool pool) {
    return new PostgresqlPool()
        .database(pool.database())
        .user(pool.user())
        .mode(dev.binnacle.api.model.PoolMode.fromString(pool.mode().name()))
        .clientsActive(pool.clientsActive())
        .clientsWaiting(pool.clientsWaiting())
        .serversActive(pool.serversActive())
        .serversIdle(pool.serversIdle())
        .serversUsed(pool.serversUsed())
        .longestWait(pool.longestWait().toString());
  }

  static PoolWish wish(PausePoolRequest body) {
    return new PoolWish(
        Optional.ofNullable(body.getPgbouncer()),
        Optional.ofNullable(body.getPool()),
        Optional.ofNullable(body.getDrainTimeout())
            .map(text ->
                RequestedTimes.duration("/drainTimeout", text, SHORTEST_DRAIN, LONGEST_DRAIN))
            .orElse(USUAL_DRAIN));
  }

  static PoolWish wish(PoolRequest body) {
    return new PoolWish(
        Optional.ofNullable(body.getPgbouncer()),
        Optional.ofNullable(body.getPool()),
        Duration.ZERO);
  }

  static PoolWish wish(ReloadPgbouncerRequest body) {
    return new PoolWish(Optional.ofNullable(body.getPgbouncer()), Optional.empty(), Duration.ZERO);
  }

  static List<String> guards(List<String> sent) {
    return Optional.ofNullable(sent).orElse(List.of());
  }
}
