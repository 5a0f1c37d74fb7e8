-- What was won and lost in a period, read off the index alone; and the deals that came without a history, which are few.
create index deal_ended on deal (stage_id, closed_at) include (amount_minor, owner_id, lost_reason_id, id)
  where closed_at is not null and removed_at is null;
create index deal_without_history on deal (pipeline_id, owner_id) where not has_history and removed_at is null;
