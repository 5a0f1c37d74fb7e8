-- How many stay too long is counted over deals of which it is known since when: the index tells that too, and the deals need not be read.
drop index deal_totals;
create index deal_totals on deal (stage_id, owner_id) include (amount_minor, stage_entered_at, has_history) where removed_at is null;
