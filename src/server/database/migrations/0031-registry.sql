-- The register of companies that is asked by tax id: DaData, or a service that speaks its protocol. Off until an owner
-- switches it on.
create table registry_settings (
  id boolean primary key default true check (id),
  is_on boolean not null default false,
  url text not null default 'https://suggestions.dadata.ru/suggestions/api/4_1/rs/findById/party',
  -- never read but to ask the register
  token text,
  rev bigint not null default nextval('rev_seq'),
  check (token is not null or not is_on)
);
insert into registry_settings default values;

-- What the register said last of a client to a person: what they accept is taken from here, not from their browser.
create table registry_answer (
  id uuid primary key,
  client_id uuid not null references client (id) on delete cascade,
  user_id uuid references app_user (id) on delete cascade,
  asked_at timestamptz not null,
  companies jsonb not null,
  unique nulls not distinct (client_id, user_id)
);
create index registry_answer_user on registry_answer (user_id);
create index registry_answer_asked on registry_answer (asked_at);
