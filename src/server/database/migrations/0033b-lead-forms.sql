-- A form on somebody's site: whoever fills it in becomes a lead.
create table lead_form (
  id uuid primary key,
  -- names the form on a page, for everybody to read; a new one ends the one before
  token text not null unique,
  -- signs when the form was opened; never leaves the server
  secret bytea not null,
  name text not null check (name <> ''),
  language text not null check (language in ('ru', 'en')),
  pipeline_id uuid not null references pipeline (id),
  source text,
  -- who gets the leads, by turns; none = whoever takes them
  owner_ids uuid[] not null default '{}',
  -- the sites on which it may stand
  origins text[] not null default '{}',
  fields text[] not null,
  -- what one agrees to; null = nothing is asked
  consent_text text,
  consent_url text,
  is_active boolean not null default true,
  removed_at timestamptz,
  rev bigint not null default nextval('rev_seq'),
  created_at timestamptz not null default now()
);

-- Every wording that was agreed to, for as long as somebody may ask for it.
create table form_consent (
  form_id uuid not null references lead_form (id) on delete cascade,
  version integer not null,
  text text not null,
  url text,
  since timestamptz not null,
  primary key (form_id, version)
);

-- What was sent. What looks like junk waits here for somebody to look at it.
create table form_submission (
  id uuid primary key,
  form_id uuid not null references lead_form (id) on delete cascade,
  at timestamptz not null,
  state text not null check (state in ('lead', 'quarantined', 'dropped')),
  -- why it looks like junk
  reasons text[] not null default '{}',
  said jsonb not null,
  -- the page on which the form stood, and from where it was sent
  page text,
  address text,
  consent_version integer,
  -- of who and what: the same again within minutes is one
  digest bytea not null,
  -- of what alone: the same from many is junk
  text_digest bytea,
  deal_id uuid references deal (id) on delete set null
);
create index form_submission_waiting on form_submission (at desc, id desc) where state = 'quarantined';
create index form_submission_old on form_submission (at) where state <> 'lead';
create index form_submission_digest on form_submission (digest, at);
create index form_submission_text on form_submission (text_digest, at) where text_digest is not null;
create index form_submission_deal on form_submission (deal_id) where deal_id is not null;
create index form_submission_form on form_submission (form_id, at desc);

-- How many of each kind came, by the hour: also of what is kept nowhere.
create table form_count (
  form_id uuid not null references lead_form (id) on delete cascade,
  hour timestamptz not null,
  kind text not null check (kind in ('lead', 'repeat', 'quarantined', 'refused')),
  count integer not null,
  primary key (form_id, hour, kind)
);
