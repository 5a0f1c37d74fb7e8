-- How long a talk took, where somebody said so.
alter table touch add column minutes smallint check (minutes between 1 and 1440);
create index touch_happened on touch (happened_at);

-- At which stages the ball is with the client: they have what they are to answer.
alter table stage add column hands_over boolean not null default false;
update stage set hands_over = true where preset in ('gotProposal', 'gotInvoice');

-- What a stage asked for and a deal that burned entered without, with the reason why it could not wait.
alter table stage_event
  add column waived text[] not null default '{}',
  add column waiver text,
  add check ((waived = '{}') = (waiver is null));

-- Steps of ours that were done, moved or dropped after their time: since then the client had waited for us.
create table late_step (
  deal_id uuid not null references deal (id) on delete cascade,
  due_at timestamptz not null,
  primary key (deal_id, due_at)
);

-- Whose turn it is, as somebody said; what the records tell themselves is not here.
create table deal_turn (
  id uuid primary key,
  deal_id uuid not null references deal (id) on delete cascade,
  at timestamptz not null,
  waits_on text not null check (waits_on in ('us', 'client')),
  note text check (note <> ''),
  author_id uuid references app_user (id) on delete set null,
  -- taken back
  removed_at timestamptz
);
create index deal_turn_deal on deal_turn (deal_id, at desc) where removed_at is null;

-- A C costs no selling time: it is looked at again on a day.
alter table lead_settings add column recheck_days integer not null default 60 check (recheck_days between 1 and 3650);
alter table lead_grade add column recheck_on date;
update lead_grade set recheck_on = since::date + 60 where grade = 'C';
create index lead_grade_recheck on lead_grade (recheck_on, deal_id) where grade = 'C';

-- Reports ask what happened in a period.
create index grade_event_at on grade_event (at);
create index urgency_play_started on urgency_play (started_at) where removed_at is null;
