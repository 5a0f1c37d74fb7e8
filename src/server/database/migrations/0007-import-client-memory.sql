-- Whom a file's client was found to be, or became: the same words of the next file mean the same client.
create table import_client (
  -- digest of everything that the file tells of who the client is
  fingerprint text not null,
  import_id uuid not null references import_run (id) on delete cascade,
  client_id uuid not null references client (id) on delete cascade,
  -- the latest import that says so holds; taken back, the one before it
  primary key (fingerprint, import_id)
);
create index import_client_import on import_client (import_id);
create index import_client_client on import_client (client_id);

-- What of the good rows was left out is counted from now on.
update import_run set preview = preview || '{"notices": []}' where jsonb_typeof(preview) = 'object';
update import_run set result = jsonb_set(result, '{counts,notices}', '[]') where jsonb_typeof(result -> 'counts') = 'object';
