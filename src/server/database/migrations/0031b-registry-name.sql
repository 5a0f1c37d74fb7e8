-- Which register said it, by name: kept with the answer, for the source of what is accepted.
alter table registry_answer add column register text not null default 'DaData';
alter table registry_answer alter column register drop default;

-- First talks of a period, for the report.
create index first_contact_at on first_contact (at);
