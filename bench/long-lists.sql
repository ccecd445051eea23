-- Fills a state store with :rows operations and as many audit events, over two years, the newest now. One in a thousand failed; the last forty are active.
-- The hashes of the audit events are no chain: the lists do not look at them.
\set ON_ERROR_STOP on
set synchronous_commit = off;
set maintenance_work_mem = '512MB';

-- Indexes are built once, after the rows.
create temporary table kept as
  select indexdef || ';' as definition, indexname as name from pg_indexes
  where schemaname = 'public' and tablename in ('operation', 'audit_event') and indexname not like '%pkey' and indexname not like '%_id_key';
select 'drop index ' || name from kept \gexec

insert into operation (id, kind, target_type, target_cluster, target_name, target_site, conflict_class, state, reason, requested_by, requested_by_issuer,
    requested_by_kind, request_id, created_at, time_limit_millis, started_at, finished_at, progress_done, progress_total)
  select gen_random_uuid(), (array['SWITCHOVER', 'CORDON_NODE', 'UNCORDON_NODE', 'DRAIN_NODE'])[1 + i % 4],
    case i % 4 when 0 then 'DATABASE' else 'NODE' end, case i % 4 when 0 then '' else 'main' end,
    case i % 4 when 0 then 'database-' || i % 40 else 'worker-' || i % 500 end, 'main', 'DISRUPTION',
    case when i > :rows - 40 then (array['RUNNING', 'PENDING', 'PAUSED', 'SCHEDULED'])[1 + i % 4] when i % 1000 = 0 then 'FAILED' else 'SUCCEEDED' end,
    'kernel update of rack ' || i % 30, 'person-' || i % 200, 'https://issuer.example', 'OIDC', 'request-' || i,
    now() - (:rows - i) * (interval '2 years' / :rows), 600000,
    now() - (:rows - i) * (interval '2 years' / :rows), case when i <= :rows - 40 then now() - (:rows - i) * (interval '2 years' / :rows) end, 5, 5
  from generate_series(1, :rows) i;

-- The server has recorded its own first token already.
select sequence from audit_head \gset
insert into audit_event (sequence, id, at, actor, actor_issuer, actor_kind, source_address, action, resource_type, resource_name, outcome, code, reason,
    request_id, previous_hash, hash)
  select :sequence + i, gen_random_uuid(), now() - (:rows - i) * (interval '2 years' / :rows), 'person-' || i % 200, 'https://issuer.example', 'OIDC', '192.0.2.' || i % 250,
    (array['switchoverDatabase', 'cordonNode', 'uncordonNode', 'drainNode'])[1 + i % 4], case i % 4 when 0 then 'DATABASE' else 'NODE' end,
    case i % 4 when 0 then 'database-' || i % 40 else 'worker-' || i % 500 end,
    case when i % 1000 = 0 then 'REFUSED' else 'SUCCEEDED' end, case when i % 1000 = 0 then 'OPERATION_ALREADY_ACTIVE' end, 'kernel update of rack ' || i % 30,
    'request-' || i, md5((i - 1)::text), md5(i::text)
  from generate_series(1, :rows) i;
update audit_head set sequence = :sequence + :rows, hash = md5((:rows)::text);

select definition from kept \gexec
vacuum analyze operation;
vacuum analyze audit_event;
