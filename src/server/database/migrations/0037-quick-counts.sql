-- What pages count by the thousand is told by indexes alone, each as narrow as it can be.

-- Whence a deal came is asked of whole cohorts, as its owner is.
alter table stage_reach add column source text;
update stage_reach r set source = d.source from deal d where d.id = r.deal_id and d.source is not null;
alter table stage_reach
  -- the farthest position, what became of the deal, and whether the stage was skipped, as one number that is quick to group by
  add column outcome integer not null generated always as (farthest * 16 + case fate
    when 'advanced' then 0 when 'handedOver' then 2 when 'lost' then 4 when 'movedBack' then 6 else 8 end + is_skipped::int) stored,
  -- how long it took to go beyond
  add column seconds float8 generated always as (date_part('epoch', next_at - at)) stored;
drop index stage_reach_cohort;
create index stage_reach_cohort on stage_reach (pipeline_id, position, at) include (outcome, seconds, owner_id, deal_id, source);

-- The same as before, with the source.
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
      d.owner_id, d.source
    from step s join deal d on d.id = s.deal_id join place n on n.stage_id = d.stage_id
      cross join lateral generate_series(s.before + 1, s.position) i
    where d.has_history and d.removed_at is null
  ), gone as (
    delete from stage_reach r where r.deal_id = any(ids) and not exists (
      select from fresh f where (f.deal_id, f.pipeline_id, f.position) = (r.deal_id, r.pipeline_id, r.position))
  )
  insert into stage_reach as r (pipeline_id, position, deal_id, at, next_at, farthest, is_skipped, fate, owner_id, source)
  select pipeline_id, position, deal_id, at, next_at, farthest, is_skipped, fate, owner_id, source from fresh
  on conflict (deal_id, pipeline_id, position) do update set at = excluded.at, next_at = excluded.next_at,
    farthest = excluded.farthest, is_skipped = excluded.is_skipped, fate = excluded.fate, owner_id = excluded.owner_id,
    source = excluded.source
  where (r.at, r.next_at, r.farthest, r.is_skipped, r.fate, r.owner_id, r.source) is distinct from
    (excluded.at, excluded.next_at, excluded.farthest, excluded.is_skipped, excluded.fate, excluded.owner_id, excluded.source);

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
create or replace function stage_reach_after_deals() returns trigger language plpgsql as $$
declare ids uuid[];
begin
  select array_agg(n.id) into ids from after_rows n join before_rows o on o.id = n.id
  where (n.owner_id, n.source, n.removed_at is null, n.has_history)
      is distinct from (o.owner_id, o.source, o.removed_at is null, o.has_history)
    or (n.stage_id <> o.stage_id and n.stage_id = (
      select e.to_stage_id from stage_event e where e.deal_id = n.id order by e.at desc, e.id desc limit 1));
  if ids is not null then perform refresh_stage_reach(ids); end if;
  return null;
end $$;

alter table stage_stay
  add column seconds float8 not null generated always as (date_part('epoch', until - at)) stored;
drop index stage_stay_until;
create index stage_stay_until on stage_stay (stage_id, until) include (seconds, owner_id);

-- Whether it is known since when a deal stands where it does is asked by its id.
drop index deal_totals;
create index deal_totals on deal (stage_id, owner_id) include (amount_minor, stage_entered_at, has_history, id) where removed_at is null;

-- Whose clients these are, without reading the clients.
drop index client_owner_there;
create index client_owner_there on client (owner_id, id) where archived_at is null;

-- An index alone tells only of pages that were vacuumed: the latest moves are asked about the most.
alter table stage_reach set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
alter table stage_stay set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
alter table deal set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
