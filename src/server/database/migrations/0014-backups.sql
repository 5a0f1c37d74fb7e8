create table backup_settings (
  id boolean primary key default true check (id),
  is_scheduled boolean not null default true,
  -- hour of the day in the workspace's time zone
  at_hour integer not null default 3 check (at_hour between 0 and 23),
  keep_days integer not null default 7 check (keep_days between 1 and 90),
  keep_weeks integer not null default 4 check (keep_weeks between 0 and 52),
  keep_months integer not null default 6 check (keep_months between 0 and 60),
  rev bigint not null default nextval('rev_seq')
);
insert into backup_settings default values;

-- A backup that was made or that failed; one that is being made is known by its lock.
create table backup_run (
  id uuid primary key,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  -- only what the schedule or a button made is ever removed by rotation
  is_kept_by_hand boolean not null,
  path text not null,
  is_encrypted boolean not null,
  bytes bigint,
  row_count bigint,
  -- why it failed; null = it is good
  failure text,
  -- restored into a scratch base and compared
  verified_at timestamptz,
  -- the file went by rotation
  removed_at timestamptz
);
create index backup_run_started on backup_run (started_at desc);
