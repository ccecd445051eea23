-- The operations engine: long-running procedures, their steps and their events.

create table operation (
  id                uuid primary key,
  kind              text        not null,
  target_type       text        not null,
  target_cluster    text        not null default '',
  target_name       text        not null,
  target_site       text        not null,
  conflict_class    text        not null,
  state             text        not null,
  reason            text        not null,
  requested_by        text      not null,
  requested_by_issuer text      not null,
  requested_by_kind   text      not null,
  approved_by         text,
  approved_by_issuer  text,
  approved_by_kind    text,
  request_id        text        not null,
  idempotency_hash  text,
  overridden_guards text[]      not null default '{}',
  created_at        timestamptz not null,
  scheduled_at      timestamptz,
  approval_until    timestamptz,
  time_limit_millis bigint      not null,
  deadline_at       timestamptz,
  started_at        timestamptz,
  finished_at       timestamptz,
  progress_done     integer     not null default 0,
  progress_total    integer     not null default 0,
  -- Set while a runner is on its way to a safe point.
  pause_requested   boolean     not null default false,
  -- Who asked for the cancel, until it has happened.
  cancel_reason     text,
  -- Counts the picks: a runner whose number is not the newest may write nothing.
  run_epoch         bigint      not null default 0,
  -- Counts the executions handed to the scheduler, so that each has a name of its own.
  executions        bigint      not null default 0,
  event_sequence    bigint      not null default 0,
  version           bigint      not null default 0
);

-- Two active operations of one conflict class on one target are impossible, not merely checked.
create unique index operation_active_target
  on operation (conflict_class, target_type, target_cluster, target_name)
  where state in ('PENDING', 'AWAITING_APPROVAL', 'SCHEDULED', 'RUNNING', 'PAUSED', 'CANCELLING');

create index operation_by_idempotency_hash on operation (idempotency_hash);

create index operation_by_creation on operation (created_at desc, id desc);
create index operation_by_target on operation (target_type, target_name, created_at desc, id desc);
create index operation_by_state on operation (state, created_at desc, id desc);

-- The large texts of an operation, kept out of the rows that lists read.
create table operation_document (
  operation_id uuid  not null references operation (id),
  name         text  not null,
  content      text  not null,
  primary key (operation_id, name)
);

create table operation_step (
  operation_id uuid        not null references operation (id),
  position     integer     not null,
  name         text        not null,
  title        text        not null,
  safe_point   boolean     not null,
  state        text        not null,
  attempt      integer     not null default 0,
  started_at   timestamptz,
  finished_at  timestamptz,
  message      text,
  detail       text        not null default '[]',
  primary key (operation_id, position)
);

-- Append-only. The sequence is the SSE id.
create table operation_event (
  operation_id uuid        not null references operation (id),
  sequence     bigint      not null,
  at           timestamptz not null,
  type         text        not null,
  state        text,
  step         text,
  message      text        not null,
  detail       text        not null default '[]',
  primary key (operation_id, sequence)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;

create trigger operation_event_append_only
  before update or delete on operation_event
  for each row execute function refuse_change();
