-- What a company's dossier must tell before the first talk.
create table dossier_settings (
  id boolean primary key default true check (id),
  -- false = the first talk asks for nothing
  is_gate_on boolean not null default true,
  required text[] not null default '{industry,pain,offer}' check (cardinality(required) <= 20),
  rev bigint not null default nextval('rev_seq')
);
insert into dossier_settings default values;

-- What is known of a company, appended; the latest of a field holds, and null there says that it is known no more.
create table client_fact (
  id uuid primary key,
  client_id uuid not null references client (id) on delete cascade,
  field text not null check (field ~ '^[A-Za-z]{1,40}$'),
  value text check (value <> ''),
  -- where it was read, in words or an address
  source text check (source <> ''),
  checked_on date not null,
  method text not null check (method in ('byHand', 'client', 'document', 'register')),
  author_id uuid references app_user (id) on delete set null,
  recorded_at timestamptz not null,
  -- taken back
  removed_at timestamptz
);
create index client_fact_field on client_fact (client_id, field, recorded_at desc, id desc) where removed_at is null;

-- How the first talk with a client came about: the dossier told enough, or it was let through without.
create table first_contact (
  id uuid primary key,
  client_id uuid not null references client (id) on delete cascade,
  -- no key: a talk that was removed may come back under the same id
  touch_id uuid not null,
  at timestamptz not null,
  -- person: people are met without a dossier; should one turn out to be a company, its first talk is yet to come
  passed text not null check (passed in ('facts', 'head', 'gradeA', 'import', 'gateOff', 'person')),
  -- what the dossier did not tell
  missing text[] not null default '{}',
  completeness smallint not null check (completeness between 0 and 100),
  -- why it was let through
  note text check (note <> ''),
  import_id uuid,
  actor_id uuid references app_user (id) on delete set null,
  check ((passed in ('head', 'gradeA')) = (note is not null)),
  check ((passed = 'import') = (import_id is not null))
);
create index first_contact_client on first_contact (client_id, at);
create index first_contact_touch on first_contact (touch_id);
create index first_contact_import on first_contact (import_id) where import_id is not null;
