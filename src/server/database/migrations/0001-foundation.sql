create extension if not exists pg_trgm;

-- A rev names one state of a row: it is never used twice, so an undo may put an old rev back
-- without a stale editor mistaking the restored row for the one they loaded.
create sequence rev_seq as bigint;

-- UUIDv7 for rows made set-wise in SQL; PostgreSQL below 18 has none of its own.
create function new_id() returns uuid language sql volatile parallel safe as $$
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
        from 1 for 6),
      52, 1), 53, 1), 'hex')::uuid
$$;

create table audit_log (
  id uuid primary key default new_id(),
  at timestamptz not null default clock_timestamp(),
  actor_id uuid,
  channel text not null check (channel in ('web', 'api', 'cli', 'job')),
  action text not null,
  entity text not null,
  entity_id uuid,
  before jsonb,
  after jsonb,
  reason text
);
create index audit_log_entity on audit_log (entity, entity_id, at desc);
create index audit_log_at on audit_log (at desc);

-- What browsers are told; kept a day so that a reconnect catches up from the last id it saw.
create table live_event (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  kind text not null,
  entity_id uuid,
  rev bigint,
  -- whose record it is; null = everybody may hear of it
  owner_id uuid,
  is_owned boolean not null default false
);
create index live_event_at on live_event (at);

-- Keys that all server processes share; never sent anywhere.
create table server_secret (
  name text primary key,
  value text not null
);
