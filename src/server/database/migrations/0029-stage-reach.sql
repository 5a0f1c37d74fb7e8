-- Where each stage stands on its way: the open ones from 1 by their places (those removed since among them, as the history
-- names them still), what is won after all; what is lost has no position. The same as placeStages() of the funnel's domain.
create view stage_position as
select id as stage_id, pipeline_id, kind, (case kind
  when 'open' then row_number() over (partition by pipeline_id, kind order by place, id)
  when 'won' then 1 + count(*) filter (where kind = 'open') over (partition by pipeline_id) end)::smallint as position
from stage;

-- Every position that a deal reached on a way, once: worked out of its moves and kept, so that a cohort is a stretch of an
-- index. Rows of deals in the bin or without a history are not here.
create table stage_reach (
  pipeline_id uuid not null,
  position smallint not null,
  deal_id uuid not null references deal (id) on delete cascade,
  at timestamptz not null,
  -- when it went beyond this position
  next_at timestamptz,
  -- the farthest it ever came
  farthest smallint not null,
  -- it was never at the stage itself by then
  is_skipped boolean not null,
  fate text not null check (fate in ('advanced', 'handedOver', 'lost', 'movedBack', 'stillThere')),
  owner_id uuid,
  primary key (deal_id, pipeline_id, position)
);
create index stage_reach_cohort on stage_reach (pipeline_id, at)
  include (position, farthest, fate, is_skipped, next_at, owner_id, deal_id);

-- Works out anew what deals reached; of the whole base it gives the same as what was kept.
create function refresh_stage_reach(ids uuid[]) returns void language plpgsql as $$
begin
  delete from stage_reach where deal_id = any(ids);
  insert into stage_reach
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
  )
  select s.pipeline_id, i, s.deal_id, s.at, case when s.position > i then s.at else s.next_at end, s.farthest, s.position > i,
    case when s.farthest > i then 'advanced' when d.pipeline_id <> s.pipeline_id then 'handedOver'
      when n.kind = 'lost' then 'lost' when n.position < i then 'movedBack' else 'stillThere' end,
    d.owner_id
  from step s join deal d on d.id = s.deal_id join place n on n.stage_id = d.stage_id
    cross join lateral generate_series(s.before + 1, s.position) i
  where d.has_history and d.removed_at is null;
end $$;

-- Whichever way a deal is written, what it reached follows in the same transaction.
create function stage_reach_after_deals() returns trigger language plpgsql as $$
declare ids uuid[];
begin
  select array_agg(n.id) into ids from after_rows n join before_rows o on o.id = n.id
  where (n.stage_id, n.owner_id, n.removed_at is null, n.has_history)
    is distinct from (o.stage_id, o.owner_id, o.removed_at is null, o.has_history);
  if ids is not null then perform refresh_stage_reach(ids); end if;
  return null;
end $$;
create trigger stage_reach after update on deal referencing old table as before_rows new table as after_rows
  for each statement execute function stage_reach_after_deals();

create function stage_reach_after_events() returns trigger language plpgsql as $$
declare ids uuid[];
begin
  select array_agg(distinct deal_id) into ids from after_rows;
  if ids is not null then perform refresh_stage_reach(ids); end if;
  return null;
end $$;
create trigger stage_reach after insert on stage_event referencing new table as after_rows
  for each statement execute function stage_reach_after_events();

-- New places change what every deal of the way reached; a name does not.
create function stage_reach_after_stages() returns trigger language plpgsql as $$
declare ids uuid[];
begin
  select array_agg(distinct e.deal_id) into ids from after_rows n
  left join before_rows o on o.id = n.id
  join stage s on s.pipeline_id = n.pipeline_id join stage_event e on e.to_stage_id = s.id
  where o.id is null or n.place <> o.place;
  if ids is not null then perform refresh_stage_reach(ids); end if;
  return null;
end $$;
create trigger stage_reach after update on stage referencing old table as before_rows new table as after_rows
  for each statement execute function stage_reach_after_stages();
create function stage_reach_after_new_stages() returns trigger language plpgsql as $$
declare ids uuid[];
begin
  select array_agg(distinct e.deal_id) into ids from after_rows n
  join stage s on s.pipeline_id = n.pipeline_id join stage_event e on e.to_stage_id = s.id;
  if ids is not null then perform refresh_stage_reach(ids); end if;
  return null;
end $$;
create trigger stage_reach_new after insert on stage referencing new table as after_rows
  for each statement execute function stage_reach_after_new_stages();

select refresh_stage_reach(coalesce((select array_agg(id) from deal), '{}'));
