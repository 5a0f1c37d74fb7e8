-- What a recount keeps is brought up to date by difference, and kept by owner: a rep's counts are as quick as everybody's.

-- Whose the client was at the last recount. Both tables follow client by recounts, not by references: checking these took
-- most of a recount's time.
alter table client_stats add column owner_id uuid, drop constraint client_stats_client_id_fkey;
alter table client_month drop constraint client_month_client_id_fkey;
update client_stats s set owner_id = k.owner_id from client k where k.id = s.client_id;

drop table segment_cell;
create table segment_cell (
  owner_id uuid,
  value_class text not null,
  frequency_class text not null,
  rhythm text not null,
  clients bigint not null,
  measure_minor bigint not null,
  at_stake_minor bigint not null,
  -- of them with orders at any time
  past bigint not null,
  unique nulls not distinct (owner_id, value_class, frequency_class, rhythm)
);

drop table rfm_cell;
create table rfm_cell (
  owner_id uuid,
  r smallint not null,
  f smallint not null,
  m smallint not null,
  clients bigint not null,
  money_minor bigint not null,
  unique nulls not distinct (owner_id, r, f, m)
);

-- How many clients of a class have each median gap: its usual gap is found without reading them.
create table gap_cell (
  value_class text not null,
  gap_days numeric not null,
  clients bigint not null,
  primary key (value_class, gap_days)
);

-- Places in rank order, whoever stands there: how many stand no lower, and what these bring together.
drop table rank_mark;
create table rank_mark (
  measure_minor bigint not null,
  tie_key text collate "C" not null,
  client_id uuid not null,
  rank bigint not null,
  through_minor bigint not null,
  primary key (measure_minor, tie_key, client_id)
);
alter table segment_state
  -- the same of the last client of A, of B, and of all
  add column a_rank bigint,
  add column a_through_minor bigint,
  add column b_rank bigint,
  add column b_through_minor bigint,
  add column ranked_clients bigint not null default 0;
-- All of this is empty until the next recount, which this calls for.
update segment_state set settings_rev = -1;

-- How many clients that are not archived each owner has: the sum of the rows. Writers only add rows, so that none waits for
-- another; a recount puts them together.
create table client_count (
  owner_id uuid,
  clients bigint not null
);
insert into client_count select owner_id, count(*) from client where archived_at is null group by owner_id;

create function count_clients() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into client_count select owner_id, count(*) from new_client where archived_at is null group by owner_id;
    return null;
  end if;
  if tg_op = 'DELETE' then
    insert into client_count select owner_id, -count(*) from old_client where archived_at is null group by owner_id;
    insert into client_orders_changed
      select id, 'infinity' from old_client where exists (select from client_stats where client_id = id) order by id
      on conflict do nothing;
  else
    insert into client_count
      select owner_id, sum(n) from (
        select owner_id, 1 as n from new_client where archived_at is null
        union all select owner_id, -1 from old_client where archived_at is null) c
      group by owner_id having sum(n) <> 0;
    insert into client_orders_changed
      select id, 'infinity' from new_client n join old_client o using (id)
      where n.owner_id is distinct from o.owner_id and exists (select from client_stats where client_id = id) order by id
      on conflict do nothing;
  end if;
  if found then
    perform graphile_worker.add_job('segments.refresh', job_key := 'segments.refresh');
  end if;
  return null;
end $$;
create trigger client_count_insert after insert on client referencing new table as new_client
  for each statement execute function count_clients();
create trigger client_count_delete after delete on client referencing old table as old_client
  for each statement execute function count_clients();
create trigger client_count_update after update on client referencing old table as old_client new table as new_client
  for each statement execute function count_clients();
