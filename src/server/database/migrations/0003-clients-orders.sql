create table client (
  id uuid primary key default new_id(),
  kind text not null default 'company' check (kind in ('company', 'person')),
  name text not null check (name <> ''),
  -- name without legal form, quotes, case and ё; what imports match by
  name_key text not null,
  external_id text,
  inn text,
  kpp text,
  ogrn text,
  phone text,
  email text,
  city text,
  region text,
  note text,
  owner_id uuid references app_user (id) on delete set null,
  import_id uuid,
  rev bigint not null default nextval('rev_seq'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  search_text text not null generated always as (
    lower(translate(name, 'Ёё', 'Ее')) || ' ' || coalesce(inn, '') || ' ' || coalesce(phone, '') || ' ' ||
    lower(coalesce(email, '')) || ' ' || lower(coalesce(external_id, ''))
  ) stored
);
create unique index client_external_id on client (external_id) where external_id is not null;
create index client_name_key on client (name_key);
create index client_inn on client (inn) where inn is not null;
create index client_phone on client (phone) where phone is not null;
create index client_email on client (lower(email)) where email is not null;
create index client_owner on client (owner_id);
create index client_import on client (import_id) where import_id is not null;
create index client_search on client using gin (search_text gin_trgm_ops);
create index client_name_sort on client (name collate "ru-x-icu", id);

create table sales_order (
  id uuid primary key default new_id(),
  source text not null default 'file',
  external_id text not null,
  client_id uuid references client (id),
  ordered_at timestamptz not null,
  -- the day in the workspace's time zone
  ordered_on date not null,
  -- a return carries a positive amount and status 'return'; turnover subtracts it
  amount_minor bigint not null,
  cost_minor bigint,
  status text not null default 'placed' check (status in ('placed', 'paid', 'shipped', 'cancelled', 'return')),
  rep_id uuid references app_user (id) on delete set null,
  rep_name text,
  line_count integer not null default 0,
  -- digest of the lines, so that the same file brought twice changes nothing
  lines_digest text,
  import_id uuid,
  rev bigint not null default nextval('rev_seq'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- a number that names two clients is one order for each
  constraint sales_order_number unique nulls not distinct (source, external_id, client_id)
);
create index sales_order_client on sales_order (client_id, ordered_on);
create index sales_order_day on sales_order (ordered_on, id);
create index sales_order_import on sales_order (import_id) where import_id is not null;

-- No foreign key to the order: checking it row by row took half the time of an import of 500,000 lines. The one slice
-- that writes both tables removes lines with their order.
create table order_line (
  order_id uuid not null,
  line_no integer not null,
  product text not null,
  quantity numeric not null,
  unit_price numeric,
  -- exact, in major units: prices may have more digits than the currency
  amount numeric not null,
  primary key (order_id, line_no)
);

-- Clients whose orders changed since their statistics were computed.
create table client_orders_changed (
  client_id uuid primary key,
  -- the earliest day on which an order changed: older snapshots stay true
  since date not null
);
