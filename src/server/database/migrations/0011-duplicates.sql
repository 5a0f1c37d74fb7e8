-- What clients are compared by: two records of one client share at least one key.
create table client_match_key (
  kind text not null,
  key text not null,
  client_id uuid not null references client (id) on delete cascade,
  primary key (kind, key, client_id)
);
create index client_match_key_client on client_match_key (client_id);

create table duplicate_pair (
  a_id uuid not null references client (id) on delete cascade,
  b_id uuid not null references client (id) on delete cascade,
  confidence real not null,
  reasons text[] not null,
  found_at timestamptz not null default now(),
  -- somebody said that they are two
  dismissed_at timestamptz,
  dismissed_by uuid references app_user (id) on delete set null,
  primary key (a_id, b_id),
  check (a_id < b_id)
);
create index duplicate_pair_open on duplicate_pair (confidence desc, a_id, b_id) where dismissed_at is null;
create index duplicate_pair_b on duplicate_pair (b_id);

-- How far the search has come; another way of making keys begins anew.
create table duplicate_state (
  id boolean primary key default true check (id),
  keys_version integer not null,
  last_rev bigint not null
);

-- A merge as it was done, for taking it apart again.
create table client_merge (
  unit_id uuid primary key,
  kept_id uuid not null,
  dropped_id uuid not null,
  -- the dropped client's row
  dropped jsonb not null,
  -- what went over to the kept one: ids by kind
  moved jsonb not null,
  merged_at timestamptz not null default now(),
  undone_at timestamptz
);
create index client_merge_dropped on client_merge (dropped_id) where undone_at is null;

create index client_rev on client (rev);
