-- A link by which a person sets their password: one that works a person, known by a digest only.
create table password_link (
  user_id uuid primary key references app_user (id) on delete cascade,
  token_sha256 text not null unique,
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);
insert into password_link (user_id, token_sha256, expires_at)
select distinct on (v.value) u.id, encode(sha256(convert_to(substr(v.identifier, 16), 'UTF8')), 'hex'), v.expires_at
from auth_verification v join app_user u on u.id::text = v.value
where v.identifier like 'reset-password:%' order by v.value, v.expires_at desc;
delete from auth_verification where identifier like 'reset-password:%';

-- When a session was last used, to the minute or so.
alter table auth_session add column last_used_at timestamptz not null default now();

-- The second factor; the table belongs to the sign-in library, which keeps secret and codes encrypted.
alter table app_user add column two_factor_enabled boolean not null default false;
create table auth_two_factor (
  id uuid primary key,
  user_id uuid not null unique references app_user (id) on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default true,
  failed_verification_count integer not null default 0,
  locked_until timestamptz
);
-- A code of the second factor signs in once, though it is valid for longer.
create table second_factor_used (
  user_id uuid not null references app_user (id) on delete cascade,
  code_sha256 text not null,
  used_at timestamptz not null default now(),
  primary key (user_id, code_sha256)
);

-- Attempts to sign in within a span of time: by address and by account, for all server processes.
drop table auth_rate_limit;
create table sign_in_limit (
  key text primary key,
  attempts integer not null,
  ends_at timestamptz not null
);
create index sign_in_limit_ends on sign_in_limit (ends_at);
