-- What an import left of a client that it overwrote, so that its undo can tell field by field what somebody changed since.
alter table import_before add column after jsonb;
