-- Rows being brought in; one unlogged table an import, rebuilt from the file when a crash empties it.
create schema staging;

create table import_run (
  id uuid primary key,
  kind text not null check (kind in ('clients', 'orders', 'order-lines')),
  state text not null check (state in (
    'reading', 'questions', 'mapped', 'staging', 'staged', 'committing', 'committed', 'undoing', 'undone', 'cancelled', 'failed')),
  file_name text not null,
  file_size bigint not null,
  map jsonb not null default '{}',
  profile jsonb,
  questions jsonb not null default '[]',
  plan jsonb,
  preview jsonb,
  result jsonb,
  progress jsonb,
  failure jsonb,
  match_keys jsonb not null default '["externalId", "inn", "email", "phone", "name"]',
  created_by uuid references app_user (id) on delete set null,
  created_at timestamptz not null default now(),
  committed_at timestamptz,
  undone_at timestamptz,
  rev bigint not null default nextval('rev_seq')
);
create index import_run_created on import_run (created_at desc, id);

-- What an import overwrote, so that undo gives it back.
create table import_before (
  import_id uuid not null references import_run (id) on delete cascade,
  entity text not null check (entity in ('client', 'order')),
  entity_id uuid not null,
  before jsonb not null,
  rev_after bigint not null,
  primary key (import_id, entity, entity_id)
);

create table import_refused (
  import_id uuid not null references import_run (id) on delete cascade,
  row_number bigint not null,
  code text not null,
  column_name text,
  value text,
  raw jsonb,
  primary key (import_id, row_number)
);

-- The columns a person chose for a set of headers, offered again for the next file that has them.
create table import_map_memory (
  kind text not null,
  headers_key text not null,
  map jsonb not null,
  used_at timestamptz not null default now(),
  primary key (kind, headers_key)
);
