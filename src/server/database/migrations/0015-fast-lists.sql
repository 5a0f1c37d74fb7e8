-- What lists are sorted and counted by is kept beside the statistics, since a recount writes it anyway.
alter table client_stats
  -- the gap that the rhythm is told by: the client's own, or that of their class
  add column gap_days float8,
  -- days since the last order by that gap
  add column rhythm_ratio float8,
  -- what the client usually brings in the time they have been silent
  add column at_stake_minor bigint;
update client_stats t set gap_days = c.gap_days, rhythm_ratio = c.days_since / c.gap_days,
  at_stake_minor = round(greatest(t.turnover_minor, 0)::numeric / c.window_days * c.days_since)::bigint
from (
  select s.client_id, g.window_days, g.as_of - s.last_ordered_on as days_since,
    nullif(case when s.order_days_ever >= 3 then s.median_gap_days
      when m.measure_minor >= g.a_measure_minor then g.gap_a_days when m.measure_minor >= g.b_measure_minor then g.gap_b_days
      else g.gap_c_days end, 0)::float8 as gap_days
  from client_stats s cross join segment_state g cross join segment_settings e
  cross join lateral (select case e.measure when 'turnover' then s.turnover_minor else s.profit_minor end as measure_minor) m
) c where c.client_id = t.client_id;
create index client_stats_last on client_stats (last_ordered_on, client_id);
create index client_stats_days on client_stats (order_days, client_id);
create index client_stats_rhythm on client_stats (rhythm_ratio, client_id);
create index client_stats_stake on client_stats (at_stake_minor, client_id);

-- How many clients of the whole base are in each class, frequency and rhythm, as of the last recount.
create table segment_cell (
  value_class text not null,
  frequency_class text not null,
  rhythm text not null,
  clients bigint not null,
  measure_minor bigint not null,
  at_stake_minor bigint not null,
  -- of them with orders at any time
  past bigint not null,
  primary key (value_class, frequency_class, rhythm)
);

-- Some of the ranks of the last recount: the points of the ABC curve, and where the counting of a rank begins.
create table rank_mark (
  rank bigint primary key,
  measure_minor bigint not null,
  tie_key text collate "C" not null,
  client_id uuid not null,
  -- what all larger clients bring
  before_minor bigint not null
);

-- The two tables above are empty: they speak from the next recount on, which this calls for.
update segment_state set settings_rev = -1;

-- For counting a base without reading it.
create index client_owner_there on client (owner_id) where archived_at is null;
