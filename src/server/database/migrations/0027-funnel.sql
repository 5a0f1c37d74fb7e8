-- Ways on which deals go. What Gorn brought has a preset and is named in the reader's language until somebody names it.
create table pipeline (
  id uuid primary key default new_id(),
  preset text,
  name text check (name <> ''),
  place integer not null,
  removed_at timestamptz,
  rev bigint not null default nextval('rev_seq'),
  created_at timestamptz not null default now(),
  check (coalesce(name, preset) is not null)
);

-- Stages are named by what the client has done; each way ends in one that is won and one that is lost.
create table stage (
  id uuid primary key default new_id(),
  pipeline_id uuid not null references pipeline (id),
  kind text not null default 'open' check (kind in ('open', 'won', 'lost')),
  preset text,
  name text check (name <> ''),
  -- the order among the open ones; of the ends, after them
  place integer not null,
  -- how long a deal may stay before it is slow
  norm_days integer check (norm_days between 1 and 1000),
  -- what must be known of a deal that comes in
  requires text[] not null default '{}',
  -- the history names it still
  removed_at timestamptz,
  check (coalesce(name, preset) is not null)
);
create unique index stage_end on stage (pipeline_id, kind) where kind <> 'open' and removed_at is null;
create index stage_pipeline on stage (pipeline_id, place);

-- Why deals are lost, in two levels: a reason stands under a group.
create table lost_reason (
  id uuid primary key default new_id(),
  parent_id uuid references lost_reason (id),
  preset text,
  name text check (name <> ''),
  place integer not null,
  needs_note boolean not null default false,
  removed_at timestamptz,
  check (coalesce(name, preset) is not null)
);

-- One enquiry from its first word to its end: what reps call a lead at first and a deal later.
create table deal (
  id uuid primary key,
  client_id uuid not null references client (id),
  title text not null check (title <> ''),
  source text,
  owner_id uuid references app_user (id) on delete set null,
  amount_minor bigint check (amount_minor >= 0),
  pipeline_id uuid not null references pipeline (id),
  stage_id uuid not null references stage (id),
  -- its place in the column: a key between those of its neighbours, so that a move writes one row
  rank text collate "C" not null,
  stage_entered_at timestamptz not null,
  -- when it was won or lost
  closed_at timestamptz,
  lost_reason_id uuid references lost_reason (id),
  lost_note text,
  -- what we do next, on a day of the workspace's zone, at an hour or during the day
  step_kind text check (step_kind in ('call', 'meeting', 'message', 'email', 'task')),
  step_text text,
  step_on date,
  step_time time,
  -- false = it came with a file that tells the stage of today alone
  has_history boolean not null default true,
  external_id text,
  import_id uuid,
  -- in the bin
  removed_at timestamptz,
  rev bigint not null default nextval('rev_seq'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((step_kind is null) = (step_on is null)),
  check (step_time is null or step_on is not null)
);
create index deal_column on deal (stage_id, rank, id) where removed_at is null;
create index deal_client on deal (client_id);
create index deal_owner on deal (owner_id);
create index deal_step on deal (step_on) where step_on is not null and closed_at is null and removed_at is null;
create index deal_closed on deal (pipeline_id, closed_at) where closed_at is not null and removed_at is null;
create unique index deal_external_id on deal (external_id) where external_id is not null;
create index deal_import on deal (import_id) where import_id is not null;

-- Every move, appended and never rewritten; a move that was a slip of the hand is taken back by an entry that names it, and
-- neither counts then.
create table stage_event (
  id uuid primary key,
  deal_id uuid not null references deal (id) on delete cascade,
  at timestamptz not null,
  from_stage_id uuid references stage (id),
  to_stage_id uuid not null references stage (id),
  actor_id uuid references app_user (id) on delete set null,
  lost_reason_id uuid references lost_reason (id),
  note text,
  undoes_id uuid references stage_event (id)
);
create index stage_event_deal on stage_event (deal_id, at, id);
create index stage_event_stage on stage_event (to_stage_id, at);
create unique index stage_event_undone on stage_event (undoes_id) where undoes_id is not null;

with way as (
  insert into pipeline (preset, place) values ('b2b', 1), ('b2c', 2) returning id, preset)
insert into stage (pipeline_id, kind, preset, place, norm_days, requires)
select w.id, s.kind, s.preset, s.place, s.norm_days, s.requires from way w join (values
  ('b2b', 'open', 'asked', 1, 2, '{}'::text[]),
  ('b2b', 'open', 'toldNeed', 2, 5, '{}'),
  ('b2b', 'open', 'namedBudget', 3, 7, '{}'),
  ('b2b', 'open', 'met', 4, 10, '{contact}'),
  ('b2b', 'open', 'gotProposal', 5, 7, '{amount}'),
  ('b2b', 'open', 'agreedTerms', 6, 10, '{amount}'),
  ('b2b', 'open', 'signed', 7, 5, '{amount}'),
  ('b2b', 'open', 'gotInvoice', 8, 5, '{amount}'),
  ('b2b', 'won', 'paid', 9, null, '{amount}'),
  ('b2b', 'lost', 'declined', 10, null, '{}'),
  ('b2c', 'open', 'asked', 1, 1, '{}'),
  ('b2c', 'open', 'chose', 2, 2, '{}'),
  ('b2c', 'open', 'ordered', 3, 2, '{amount}'),
  ('b2c', 'won', 'paid', 4, null, '{amount}'),
  ('b2c', 'lost', 'declined', 5, null, '{}')
) s (way, kind, preset, place, norm_days, requires) on s.way = w.preset;

with parent as (
  insert into lost_reason (preset, place) values
    ('price', 1), ('rival', 2), ('need', 3), ('money', 4), ('product', 5), ('contact', 6), ('ours', 7), ('junk', 8), ('other', 9)
  returning id, preset)
insert into lost_reason (parent_id, preset, place, needs_note)
select p.id, r.preset, r.place, r.preset = 'otherReason' from parent p join (values
  ('price', 'tooDear', 1), ('price', 'foundCheaper', 2),
  ('rival', 'choseRival', 1), ('rival', 'staysWithSupplier', 2),
  ('need', 'needGone', 1), ('need', 'putOff', 2), ('need', 'doesItself', 3),
  ('money', 'noBudget', 1), ('money', 'paymentTerms', 2),
  ('product', 'lacksFeature', 1), ('product', 'notInStock', 2), ('product', 'deliversLate', 3),
  ('contact', 'noReply', 1), ('contact', 'noDecisionMaker', 2),
  ('ours', 'weWereSlow', 1), ('ours', 'weDeclined', 2),
  ('junk', 'spam', 1), ('junk', 'duplicate', 2), ('junk', 'wrongNumber', 3),
  ('other', 'otherReason', 1)
) r (parent, preset, place) on r.parent = p.preset;
