-- What pg_stat_statements of a database's leader had counted at some time, so that a later look can tell what was added since.
-- counters: compressed JSON.

create table postgresql_statement_sample (
  id uuid primary key,
  database_name text not null,
  member text not null,
  reset_at timestamptz,
  taken_at timestamptz not null,
  counters bytea not null
);

create index postgresql_statement_sample_by_time on postgresql_statement_sample (database_name, taken_at desc);
