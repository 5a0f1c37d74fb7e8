-- What decides a grade and what an A sets off.
create table lead_settings (
  id boolean primary key default true check (id),
  -- a lead is urgent when what it needs is needed within so many days
  urgency_horizon_days integer not null default 14 check (urgency_horizon_days between 1 and 365),
  -- an answer older than that asks to be checked
  stale_after_days integer not null default 90 check (stale_after_days between 1 and 3650),
  -- within so many working minutes an A hears from us
  response_minutes integer not null default 15 check (response_minutes between 1 and 10000),
  work_from time not null default '09:00',
  work_to time not null default '18:00',
  rev bigint not null default nextval('rev_seq'),
  check (work_from < work_to)
);
insert into lead_settings default values;

-- What was answered, appended; the latest of a question holds.
create table lead_answer (
  id uuid primary key,
  deal_id uuid not null references deal (id) on delete cascade,
  question text not null check (question in ('need', 'money', 'timing', 'decisionMaker')),
  value text not null check (value in ('yes', 'no', 'unknown', 'urgent', 'notUrgent')),
  needed_by date,
  evidence text,
  source text not null check (source in ('client', 'document', 'guess')),
  author_id uuid references app_user (id) on delete set null,
  answered_at timestamptz not null,
  -- taken back
  removed_at timestamptz,
  check ((value in ('urgent', 'notUrgent')) <= (question = 'timing')),
  check ((value in ('yes', 'no')) <= (question <> 'timing')),
  check (needed_by is null or question = 'timing')
);
create index lead_answer_deal on lead_answer (deal_id, question, answered_at desc, id desc) where removed_at is null;

-- The grade that the answers give, kept so that lists can sort by it; it turns by itself on the day named.
create table lead_grade (
  deal_id uuid primary key references deal (id) on delete cascade,
  grade text check (grade in ('A', 'B', 'C')),
  rule text not null,
  since timestamptz not null,
  urgent_on date,
  -- the oldest answer that counts: past its age it is to be checked again
  answered_on date not null
);
create index lead_grade_grade on lead_grade (grade, since);
create index lead_grade_urgent on lead_grade (urgent_on) where urgent_on is not null;

create table grade_event (
  id uuid primary key,
  deal_id uuid not null references deal (id) on delete cascade,
  at timestamptz not null,
  from_grade text,
  to_grade text,
  rule text not null,
  -- an answer, the day that came, or new settings
  cause text not null check (cause in ('answer', 'day', 'settings')),
  actor_id uuid references app_user (id) on delete set null
);
create index grade_event_deal on grade_event (deal_id, at, id);

-- What we offer a B so that it decides now.
create table urgency_play (
  id uuid primary key,
  deal_id uuid not null references deal (id) on delete cascade,
  kind text not null check (kind in ('promotion', 'priceDeadline', 'specialTerms', 'costOfWaiting')),
  terms text not null check (terms <> ''),
  valid_until date not null,
  outcome text check (outcome in ('becameUrgent', 'bought', 'noReaction', 'declined')),
  author_id uuid references app_user (id) on delete set null,
  started_at timestamptz not null,
  removed_at timestamptz,
  rev bigint not null default nextval('rev_seq')
);
create index urgency_play_deal on urgency_play (deal_id, started_at desc);
create index urgency_play_open on urgency_play (valid_until) where outcome is null and removed_at is null;

-- What was put off in a queue, by whom and why.
create table queue_snooze (
  id uuid primary key,
  deal_id uuid references deal (id) on delete cascade,
  client_id uuid references client (id) on delete cascade,
  until date not null,
  reason text not null check (reason <> ''),
  author_id uuid references app_user (id) on delete set null,
  at timestamptz not null,
  removed_at timestamptz,
  check (num_nonnulls(deal_id, client_id) = 1)
);
create index queue_snooze_deal on queue_snooze (deal_id, until) where deal_id is not null and removed_at is null;
create index queue_snooze_client on queue_snooze (client_id, until) where client_id is not null and removed_at is null;

-- A talk may be about one deal.
alter table touch add column deal_id uuid references deal (id) on delete set null;
create index touch_deal on touch (deal_id, happened_at desc) where deal_id is not null;
