-- API tokens and the safety of retries.

create table api_token (
  id           uuid primary key,
  -- The public part of the token, bnc_ and eight more characters, by which it is found.
  prefix       text        not null unique,
  secret_hash  text        not null,
  name         text        not null,
  description  text        not null default '',
  owner        text        not null,
  -- Subjects are unique only within their issuer.
  owner_issuer text        not null,
  roles        text[]      not null,
  created_at   timestamptz not null,
  expires_at   timestamptz not null,
  last_used_at timestamptz,
  revoked_at   timestamptz,
  revoked_by   text,
  version      bigint      not null default 0
);

create index api_token_by_creation on api_token (created_at desc, id desc);
create index api_token_by_owner on api_token (owner, owner_issuer, created_at desc, id desc);

-- Looked up by a hash of caller and key; the answer is encrypted with a key derived from the
-- caller's own key, which is not stored: a shown-once secret inside it stays shown once.
create table idempotency_key (
  hash         text primary key,
  request_hash text        not null,
  claim        uuid        not null,
  claimed_until timestamptz not null,
  expires_at   timestamptz not null,
  status       integer,
  answer       bytea
);

create index idempotency_key_by_expiry on idempotency_key (expires_at);
