create table team (
  id uuid primary key,
  name text not null,
  head_id uuid,
  rev bigint not null default nextval('rev_seq'),
  created_at timestamptz not null default now()
);
create unique index team_name on team (lower(name));

create table app_user (
  id uuid primary key,
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  role text not null default 'rep' check (role in ('owner', 'head', 'rep', 'marketer', 'observer')),
  team_id uuid references team (id) on delete set null,
  language text check (language in ('ru', 'en')),
  deactivated_at timestamptz,
  rev bigint not null default nextval('rev_seq'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index app_user_email on app_user (lower(email));
create index app_user_team on app_user (team_id);
alter table team add foreign key (head_id) references app_user (id) on delete set null;

-- The four tables below belong to the sign-in library.
create table auth_session (
  id uuid primary key,
  user_id uuid not null references app_user (id) on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index auth_session_user on auth_session (user_id);
create table auth_account (
  id uuid primary key,
  user_id uuid not null references app_user (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index auth_account_user on auth_account (user_id);
create table auth_verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index auth_verification_identifier on auth_verification (identifier);
create table auth_rate_limit (
  id uuid primary key,
  key text not null unique,
  count integer not null,
  last_request bigint not null
);

-- One row: one installation serves one company.
create table workspace (
  id boolean primary key default true check (id),
  name text not null,
  language text not null check (language in ('ru', 'en')),
  time_zone text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  country text not null check (country ~ '^[A-Z]{2}$'),
  prices_include_vat boolean not null,
  -- whose records a rep may read
  rep_visibility text not null default 'own' check (rep_visibility in ('own', 'team', 'all')),
  is_demo boolean not null default false,
  rev bigint not null default nextval('rev_seq'),
  created_at timestamptz not null default now()
);
