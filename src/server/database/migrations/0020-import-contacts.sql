-- Files of people and of touches come in like files of clients and orders.
alter table import_run drop constraint import_run_kind_check;
alter table import_run add constraint import_run_kind_check
  check (kind in ('clients', 'contacts', 'touches', 'orders', 'order-lines'));
alter table import_before drop constraint import_before_entity_check;
alter table import_before add constraint import_before_entity_check
  check (entity in ('client', 'order', 'contact', 'touch'));
-- Null = the import made the record; rev_after says whether anybody has changed it since.
alter table import_before alter column before drop not null;
