-- Keys by which programs work on behalf of a person. The secret itself is never kept.
create table api_token (
  id uuid primary key,
  user_id uuid not null references app_user (id) on delete cascade,
  name text not null,
  -- what the secret begins with, to tell tokens apart
  hint text not null,
  secret_sha256 bytea not null unique,
  -- area:read, area:write
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  last_used_from text,
  revoked_at timestamptz
);
create index api_token_user on api_token (user_id);

-- Requests of the running minute by token or address. Unlogged: after a crash it begins again.
create unlogged table request_count (
  key text primary key,
  minute timestamptz not null,
  used integer not null
) with (fillfactor = 50);

-- Writes that a caller named by a key, recorded in the transaction of the write.
create table idempotency_key (
  user_id uuid not null references app_user (id) on delete cascade,
  key text not null,
  -- of the operation and its input
  fingerprint bytea not null,
  -- null = the write changed nothing
  unit_id uuid,
  -- null = the server ended between the write and its answer, or the answer holds a secret
  answer json,
  created_at timestamptz not null,
  primary key (user_id, key)
);
create index idempotency_key_created on idempotency_key (created_at);
