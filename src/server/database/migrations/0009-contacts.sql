-- People at a client, whom we talk to.
create table contact_person (
  id uuid primary key,
  client_id uuid not null references client (id) on delete cascade,
  name text not null check (name <> ''),
  -- their part in a purchase
  role text check (role in ('decisionMaker', 'influencer', 'user', 'signer')),
  position text,
  phones text[] not null default '{}',
  emails text[] not null default '{}',
  note text,
  rev bigint not null default nextval('rev_seq'),
  created_at timestamptz not null default now()
);
create index contact_person_client on contact_person (client_id);

-- What was said and done with a client, and what comes next.
create table touch (
  id uuid primary key,
  client_id uuid not null references client (id) on delete cascade,
  contact_id uuid references contact_person (id) on delete set null,
  kind text not null check (kind in ('call', 'meeting', 'message', 'email', 'note')),
  happened_at timestamptz not null,
  text text not null check (text <> ''),
  result text,
  next_step text,
  next_step_on date,
  author_id uuid references app_user (id) on delete set null,
  rev bigint not null default nextval('rev_seq'),
  created_at timestamptz not null default now()
);
create index touch_client on touch (client_id, happened_at desc, id desc);
create index touch_contact on touch (contact_id) where contact_id is not null;
create index touch_next_step on touch (next_step_on) where next_step_on is not null;
