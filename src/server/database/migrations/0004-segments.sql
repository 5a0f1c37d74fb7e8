create table segment_settings (
  id boolean primary key default true check (id),
  window_months integer check (window_months between 1 and 120), -- null = all time
  as_of date, -- null = today
  measure text not null default 'turnover' check (measure in ('turnover', 'profit')),
  share_a numeric not null default 0.80,
  share_b numeric not null default 0.95,
  often_per_year numeric not null default 12,
  sometimes_per_year numeric not null default 4,
  late_ratio numeric not null default 1.5,
  risk_ratio numeric not null default 2,
  lapsed_ratio numeric not null default 3,
  lapsed_months integer not null default 12,
  rev bigint not null default nextval('rev_seq'),
  check (0 < share_a and share_a < share_b and share_b < 1),
  check (0 < sometimes_per_year and sometimes_per_year < often_per_year),
  check (1 < late_ratio and late_ratio < risk_ratio and risk_ratio < lapsed_ratio)
);
insert into segment_settings (window_months) values (12);

-- One row a client: everything a class, a rhythm and a list need, so that a class is decided at read time.
create table client_stats (
  client_id uuid primary key references client (id) on delete cascade,
  -- ties are broken by external id in plain string order, then by id
  tie_key text collate "C" not null,
  turnover_minor bigint not null,
  profit_minor bigint not null,
  order_count integer not null,
  order_days integer not null,
  order_days_ever integer not null,
  first_ordered_on date,
  last_ordered_on date,
  median_gap_days numeric
);
create index client_stats_turnover on client_stats (turnover_minor desc, tie_key, client_id);
create index client_stats_profit on client_stats (profit_minor desc, tie_key, client_id);

-- What the statistics were computed for, and the two borders that decide the value class.
create table segment_state (
  id boolean primary key default true check (id),
  as_of date not null,
  window_from date,
  window_days integer not null,
  settings_rev bigint not null,
  computed_at timestamptz not null,
  -- the last client still in A and the last still in B, in rank order
  a_measure_minor bigint,
  a_tie_key text collate "C",
  a_client_id uuid,
  b_measure_minor bigint,
  b_tie_key text collate "C",
  b_client_id uuid,
  total_minor bigint not null,
  -- stands in for clients with fewer than three order days
  gap_a_days numeric,
  gap_b_days numeric,
  gap_c_days numeric
);

create table client_month (
  client_id uuid not null references client (id) on delete cascade,
  month date not null,
  turnover_minor bigint not null,
  profit_minor bigint not null,
  order_count integer not null,
  primary key (client_id, month)
);

create table class_snapshot (
  as_of date primary key,
  window_from date,
  measure text not null,
  share_a numeric not null,
  share_b numeric not null,
  often_per_year numeric not null,
  sometimes_per_year numeric not null,
  computed_at timestamptz not null,
  is_stale boolean not null default false
);
create table client_class_snapshot (
  as_of date not null references class_snapshot (as_of) on delete cascade,
  client_id uuid not null references client (id) on delete cascade,
  measure_minor bigint not null,
  share_before numeric,
  order_days integer not null,
  value_class text not null check (value_class in ('A', 'B', 'C', 'none')),
  frequency_class text not null check (frequency_class in ('often', 'sometimes', 'rarely', 'none')),
  primary key (as_of, client_id)
);
create index client_class_snapshot_client on client_class_snapshot (client_id, as_of);

create table cell_play (
  value_class text not null check (value_class in ('A', 'B', 'C')),
  frequency_class text not null check (frequency_class in ('often', 'sometimes', 'rarely')),
  text text not null,
  rev bigint not null default nextval('rev_seq'),
  primary key (value_class, frequency_class)
);
