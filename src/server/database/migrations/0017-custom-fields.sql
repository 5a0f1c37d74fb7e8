-- What a company wants to know of its clients besides what every company does.
create table client_field (
  id uuid primary key,
  name text not null check (name <> ''),
  kind text not null check (kind in ('text', 'number', 'money', 'date', 'choice')),
  description text,
  place integer not null,
  -- id → name, in the order of the ids, which is that of their making
  choices jsonb not null default '{}',
  -- choices that were taken away: the history and old values still have a name
  former_choices jsonb not null default '{}',
  -- the values stay with the clients, so that the field can return with them
  removed_at timestamptz,
  rev bigint not null default nextval('rev_seq'),
  created_at timestamptz not null default now()
);
create unique index client_field_name on client_field (lower(translate(name, 'Ёё', 'Ее'))) where removed_at is null;

-- For generated columns, which take immutable functions only.
create function words_of(parts text[]) returns text language sql immutable parallel safe as $$
  select array_to_string(parts, ' ')
$$;

alter table client
  -- id of the field → value: text and days as text, numbers and minor units of money as numbers, a choice by its id
  add column fields jsonb not null default '{}',
  add column other_phones text[] not null default '{}',
  add column other_emails text[] not null default '{}',
  add column addresses text[] not null default '{}';
create index client_fields on client using gin (fields jsonb_path_ops);

alter table client drop column search_text;
alter table client add column search_text text not null generated always as (
  lower(translate(name, 'Ёё', 'Ее')) || ' ' || coalesce(inn, '') || ' ' || coalesce(phone, '') || ' ' ||
  lower(coalesce(email, '')) || ' ' || lower(coalesce(external_id, '')) ||
  case when other_phones = '{}' then '' else ' ' || words_of(other_phones) end ||
  case when other_emails = '{}' then '' else ' ' || lower(words_of(other_emails)) end ||
  case when addresses = '{}' then '' else ' ' || lower(translate(words_of(addresses), 'Ёё', 'Ее')) end
) stored;
create index client_search on client using gin (search_text gin_trgm_ops);
