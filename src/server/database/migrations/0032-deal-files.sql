-- Deals and the list of products come in by files like clients and orders.
alter table import_run drop constraint import_run_kind_check;
alter table import_run add constraint import_run_kind_check
  check (kind in ('clients', 'contacts', 'touches', 'orders', 'order-lines', 'deals', 'products'));
alter table import_before drop constraint import_before_entity_check;
alter table import_before add constraint import_before_entity_check
  check (entity in ('client', 'order', 'contact', 'touch', 'deal', 'product'));

-- A word without what people write now so, now otherwise: 'GTX Pro' and 'GTXPro' are spelt alike.
create function spelling_key(word text) returns text immutable parallel safe strict language sql
  return lower(translate(regexp_replace(word, '[\s._,;:/\\()«»"''*+-]+', '', 'g'), 'Ёё', 'Ее'));

-- What the deal is about, in the words of whoever wrote it.
alter table deal add column product text check (product <> '');
create index deal_product on deal (spelling_key(product)) where product is not null;

-- What the company sells, as a price list tells it.
create table product (
  id uuid primary key,
  name text not null check (name <> ''),
  price_minor bigint check (price_minor >= 0),
  import_id uuid,
  rev bigint not null default nextval('rev_seq')
);
create unique index product_name on product (name);
create index product_spelling on product (spelling_key(name));
