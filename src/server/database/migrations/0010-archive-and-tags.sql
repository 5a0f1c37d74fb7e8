alter table client
  -- out of lists, search and classes; its orders stay in the totals
  add column archived_at timestamptz,
  add column tags text[] not null default '{}';
create index client_archived on client (archived_at) where archived_at is not null;
create index client_tags on client using gin (tags);
