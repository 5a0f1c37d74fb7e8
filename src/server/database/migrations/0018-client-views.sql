-- A list of clients under a name: its conditions, order and columns.
create table client_view (
  id uuid primary key,
  owner_id uuid not null references app_user (id) on delete cascade,
  name text not null check (name <> ''),
  -- conditions and order as the address of the list keeps them
  search jsonb not null check (jsonb_typeof(search) = 'object'),
  columns text[] not null,
  is_shared boolean not null default false,
  rev bigint not null default nextval('rev_seq'),
  created_at timestamptz not null default now()
);
create unique index client_view_name on client_view (owner_id, lower(name collate "ru-x-icu"));
create index client_view_shared on client_view (created_at) where is_shared;

-- The columns of the client list that a person chose; without a row, those that the list begins with.
create table client_columns (
  user_id uuid primary key references app_user (id) on delete cascade,
  columns text[] not null
);
