alter table import_run
  -- recognises the same file brought again
  add column file_sha256 text,
  -- rows put right by hand: number → cells; read instead of the file's own
  add column fixes jsonb not null default '{}',
  -- who an ambiguous client is, decided by hand: client key → id, or 'new'
  add column choices jsonb not null default '{}';
create index import_run_file on import_run (file_sha256);

-- Records that a file named and that were already so.
create table import_unchanged (
  import_id uuid not null references import_run (id) on delete cascade,
  row_number bigint not null,
  entity_id uuid not null,
  primary key (import_id, row_number)
);
