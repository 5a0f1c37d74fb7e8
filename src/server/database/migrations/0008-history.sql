-- One act of one person may change many records: its entries share a unit, and are taken back together.
alter table audit_log
  add column unit_id uuid,
  -- the unit whose work this one took back
  add column undoes_id uuid,
  -- whose record it was, for the same visibility as the record's own
  add column owner_id uuid,
  add column is_owned boolean not null default false,
  -- network address that the change came from
  add column from_address text;
update audit_log set unit_id = id;
alter table audit_log alter column unit_id set not null;
create index audit_log_unit on audit_log (unit_id desc, id desc);
create index audit_log_undoes on audit_log (undoes_id) where undoes_id is not null;
drop index audit_log_at;

-- Undone, unless the undo was itself undone, and so on.
create function is_undone(unit uuid) returns boolean language plpgsql stable as $$
begin
  return exists (
    select from (select distinct unit_id from audit_log where undoes_id = unit) later where not is_undone(later.unit_id));
end
$$;
