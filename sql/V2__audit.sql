-- The audit log: one row per change, each chained by hash to the one before.

create table audit_event (
  sequence       bigint primary key,
  id             uuid        not null unique,
  at             timestamptz not null,
  actor          text        not null,
  -- Subjects are unique only within their issuer.
  actor_issuer   text        not null,
  actor_kind     text        not null,
  api_token_name text,
  source_address text        not null,
  action         text        not null,
  resource_type  text        not null,
  resource_name  text        not null,
  outcome        text        not null,
  -- The problem's code, when the outcome is not a success.
  code           text,
  reason         text,
  request_id     text        not null,
  operation_id   uuid,
  -- Texts, not jsonb: the hash covers them to the letter.
  before         text,
  after          text,
  previous_hash  text        not null,
  hash           text        not null
);

create index audit_event_by_actor on audit_event (actor, sequence desc);
create index audit_event_by_resource on audit_event (resource_type, resource_name, sequence desc);
create index audit_event_by_action on audit_event (action, sequence desc);
create index audit_event_by_time on audit_event (at desc, sequence desc);

create trigger audit_event_append_only
  before update or delete on audit_event
  for each row execute function refuse_change();

-- One row, locked by whoever appends: it serialises the chain and names its end.
create table audit_head (
  only_row boolean primary key default true check (only_row),
  sequence bigint not null,
  hash     text   not null
);

insert into audit_head (sequence, hash) values (0, repeat('0', 64));
