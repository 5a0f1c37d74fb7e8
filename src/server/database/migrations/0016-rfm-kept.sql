-- The quintiles of the last recount, and how many clients of the whole base have each score.
create table rfm_cut (
  id boolean primary key default true check (id),
  -- four values each; a score counts those below the client's
  r_cuts float8[] not null,
  f_cuts float8[] not null,
  m_cuts float8[] not null
);
create table rfm_cell (
  r smallint not null,
  f smallint not null,
  m smallint not null,
  clients bigint not null,
  money_minor bigint not null,
  primary key (r, f, m)
);
-- Both are empty until the next recount, which this calls for.
update segment_state set settings_rev = -1;
