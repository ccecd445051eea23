package dev.binnacle.databases;

import dev.binnacle.api.model.PostgresqlCheckPoint;
import dev.binnacle.api.model.PostgresqlCheckVerdict;
import dev.binnacle.api.model.PostgresqlDailyCheck;
import dev.binnacle.databases.postgresql.CheckPoint;
import dev.binnacle.databases.postgresql.DailyCheck;

/** Turns the daily check into the contract's shape. */
final class DailyCheckMapper {

  private DailyCheckMapper() {}

  static PostgresqlDailyCheck toApi(String database, DailyCheck check) {
    return new PostgresqlDailyCheck()
        .verdict(toApi(check.verdict()))
        .complete(check.complete())
        .points(check.points().stream().map(point -> toApi(database, point)).toList())
        .observedAt(DatabaseMapper.toApi(check.observedAt()));
  }

  private static PostgresqlCheckPoint toApi(String database, CheckPoint point) {
    return new PostgresqlCheckPoint()
        .name(point.name())
        .verdict(toApi(point.verdict()))
        .summary(point.summary())
        .reasons(DatabaseMapper.reasons(point.reasons()))
        .unavailable(point.unseen().map(PostgresqlMapper::toApi).orElse(null))
        .details(point.details().map(path -> "/api/v1/databases/" + database + path).orElse(null));
  }

  private static PostgresqlCheckVerdict toApi(CheckPoint.Verdict verdict) {
    return PostgresqlCheckVerdict.fromString(verdict.name());
  }
}
