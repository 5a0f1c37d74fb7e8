-- Whom we tell of changes. Removed ones stay a while, so that an undo finds the secret and the log.
create table webhook (
  id uuid primary key,
  url text not null,
  note text not null default '',
  events text[] not null,
  is_active boolean not null default true,
  -- why it does not go: nothing (a person stopped it), it failed for days, or the receiver said that it is gone
  pause_reason text check (pause_reason in ('failing', 'gone')),
  secret text not null,
  previous_secret text,
  previous_until timestamptz,
  -- since when no attempt has succeeded
  failing_since timestamptz,
  -- a sender has it until then, unless it dies
  busy_until timestamptz not null default 'epoch',
  -- nothing goes through: no attempt until then
  rests_until timestamptz not null default 'epoch',
  removed_at timestamptz,
  rev bigint not null default nextval('rev_seq'),
  created_at timestamptz not null default now()
);

-- One event for one webhook: there once, however often the sender runs.
create table webhook_delivery (
  id uuid primary key default new_id(),
  webhook_id uuid not null references webhook (id) on delete cascade,
  event_id uuid not null references audit_log (id) on delete cascade,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  -- attempts since it was made or last replayed
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default 'epoch',
  created_at timestamptz not null default now(),
  unique (event_id, webhook_id)
);
create index webhook_delivery_due on webhook_delivery (webhook_id, next_attempt_at) where state = 'waiting';
create index webhook_delivery_failed on webhook_delivery (webhook_id, id desc) where state = 'failed';
create index webhook_delivery_list on webhook_delivery (webhook_id, id desc);
create index webhook_delivery_created on webhook_delivery (created_at);

create table webhook_attempt (
  id uuid primary key default new_id(),
  delivery_id uuid not null references webhook_delivery (id) on delete cascade,
  at timestamptz not null,
  duration_ms integer not null,
  status integer,
  -- null = it went well
  failure text,
  detail text,
  answer text
);
create index webhook_attempt_delivery on webhook_attempt (delivery_id, id);

-- In the transaction of the change and for all its entries at once: what is rolled back is never sent, what is committed
-- is never lost, whichever process wrote it. Without webhooks it costs one look at an empty table.
create function webhook_note_events() returns trigger language plpgsql as $$
declare wanted uuid[];
begin
  if not exists (select from webhook where is_active and removed_at is null) then return null; end if;
  with made as (
    insert into webhook_delivery (webhook_id, event_id)
    select w.id, e.id from added e join webhook w on w.is_active and w.removed_at is null and e.action = any(w.events)
    order by e.id
    returning webhook_id)
  select array_agg(distinct webhook_id) into wanted from made;
  -- Without a key: two writers would wait for each other at it.
  perform graphile_worker.add_job('webhooks.deliver', json_build_object('webhookId', id)) from unnest(wanted) id;
  return null;
end $$;
create trigger webhook_note_events after insert on audit_log
  referencing new table as added for each statement execute function webhook_note_events();
