-- Every stay of a deal at a stage that has ended, once: worked out of its moves and kept beside what it reached, so that the time
-- at a stage in a period is a stretch of an index. Rows of deals in the bin or without a history are not here.
create table stage_stay (
  -- the move by which it began
  event_id uuid not null,
  deal_id uuid not null,
  stage_id uuid not null,
  at timestamptz not null,
  until timestamptz not null,
  owner_id uuid
);
-- Filled before it has indexes and keys: of a million moves that is quicker.
insert into stage_stay (event_id, deal_id, stage_id, at, until, owner_id)
select s.id, s.deal_id, s.to_stage_id, s.at, s.until, d.owner_id from (
  select e.id, e.deal_id, e.to_stage_id, e.at, lead(e.at) over (partition by e.deal_id order by e.at, e.id) as until
  from stage_event e where e.undoes_id is null and not exists (select from stage_event u where u.undoes_id = e.id)) s
join deal d on d.id = s.deal_id where s.until is not null and d.has_history and d.removed_at is null;
alter table stage_stay add primary key (event_id),
  add foreign key (deal_id) references deal (id) on delete cascade;
create index stage_stay_deal on stage_stay (deal_id);
create index stage_stay_until on stage_stay (stage_id, until) include (at, owner_id);

-- Works out anew what deals reached and where they stayed; of the whole base it gives the same as what was kept. A row that stays
-- as it is is not written.
create or replace function refresh_stage_reach(ids uuid[]) returns void language plpgsql as $$
begin
  with place as materialized (select * from stage_position),
  entry as (
    select e.deal_id, p.pipeline_id, e.at, p.position,
      coalesce(max(p.position) over (partition by e.deal_id, p.pipeline_id order by e.at, e.id
        rows between unbounded preceding and 1 preceding), 0) as before
    from stage_event e join place p on p.stage_id = e.to_stage_id
    where e.deal_id = any(ids) and p.position is not null
      and e.undoes_id is null and not exists (select from stage_event u where u.undoes_id = e.id)
  ), step as (
    select deal_id, pipeline_id, at, before, position,
      max(position) over (partition by deal_id, pipeline_id) as farthest,
      lead(at) over (partition by deal_id, pipeline_id order by position) as next_at
    from entry where position > before
  ), fresh as materialized (
    select s.pipeline_id, i::smallint as position, s.deal_id, s.at, case when s.position > i then s.at else s.next_at end as next_at,
      s.farthest, s.position > i as is_skipped,
      case when s.farthest > i then 'advanced' when d.pipeline_id <> s.pipeline_id then 'handedOver'
        when n.kind = 'lost' then 'lost' when n.position < i then 'movedBack' else 'stillThere' end as fate,
      d.owner_id
    from step s join deal d on d.id = s.deal_id join place n on n.stage_id = d.stage_id
      cross join lateral generate_series(s.before + 1, s.position) i
    where d.has_history and d.removed_at is null
  ), gone as (
    delete from stage_reach r where r.deal_id = any(ids) and not exists (
      select from fresh f where (f.deal_id, f.pipeline_id, f.position) = (r.deal_id, r.pipeline_id, r.position))
  )
  insert into stage_reach as r (pipeline_id, position, deal_id, at, next_at, farthest, is_skipped, fate, owner_id)
  select pipeline_id, position, deal_id, at, next_at, farthest, is_skipped, fate, owner_id from fresh
  on conflict (deal_id, pipeline_id, position) do update set at = excluded.at, next_at = excluded.next_at,
    farthest = excluded.farthest, is_skipped = excluded.is_skipped, fate = excluded.fate, owner_id = excluded.owner_id
  where (r.at, r.next_at, r.farthest, r.is_skipped, r.fate, r.owner_id) is distinct from
    (excluded.at, excluded.next_at, excluded.farthest, excluded.is_skipped, excluded.fate, excluded.owner_id);

  with stay as (
    select e.id as event_id, e.deal_id, e.to_stage_id as stage_id, e.at,
      lead(e.at) over (partition by e.deal_id order by e.at, e.id) as until
    from stage_event e
    where e.deal_id = any(ids) and e.undoes_id is null and not exists (select from stage_event u where u.undoes_id = e.id)
  ), fresh as materialized (
    select s.*, d.owner_id from stay s join deal d on d.id = s.deal_id
    where s.until is not null and d.has_history and d.removed_at is null
  ), gone as (
    delete from stage_stay k where k.deal_id = any(ids) and not exists (select from fresh f where f.event_id = k.event_id)
  )
  insert into stage_stay as k (event_id, deal_id, stage_id, at, until, owner_id)
  select event_id, deal_id, stage_id, at, until, owner_id from fresh
  on conflict (event_id) do update set at = excluded.at, until = excluded.until, owner_id = excluded.owner_id
  where (k.at, k.until, k.owner_id) is distinct from (excluded.at, excluded.until, excluded.owner_id);
end $$;

-- A move writes the deal and then its event, which has it all worked out anew; the deal alone would do it twice. Whoever writes the
-- event first has the deal's row do it.
create or replace function stage_reach_after_deals() returns trigger language plpgsql as $$
declare ids uuid[];
begin
  select array_agg(n.id) into ids from after_rows n join before_rows o on o.id = n.id
  where (n.owner_id, n.removed_at is null, n.has_history) is distinct from (o.owner_id, o.removed_at is null, o.has_history)
    or (n.stage_id <> o.stage_id and n.stage_id = (
      select e.to_stage_id from stage_event e where e.deal_id = n.id order by e.at desc, e.id desc limit 1));
  if ids is not null then perform refresh_stage_reach(ids); end if;
  return null;
end $$;

-- Columns of the board, totals of the list, the open deals of a way: counted and summed without reading the deals.
create index deal_totals on deal (stage_id, owner_id) include (amount_minor, stage_entered_at) where removed_at is null;
-- The open deals of a person, for the day and the load of the team.
create index deal_owner_open on deal (owner_id) include (step_on, amount_minor, client_id, id)
  where closed_at is null and removed_at is null;
create index deal_bin on deal (id) where removed_at is not null;
-- The list by grade.
create index lead_grade_order on lead_grade (grade, deal_id);

-- The list of reasons is changed as one: its rev is the greatest of theirs.
alter table lost_reason add column rev bigint not null default nextval('rev_seq');
