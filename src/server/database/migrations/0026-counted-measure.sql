-- By what the kept ranks are: new thresholds leave them as they are, another measure does not. Null = counted before it was kept.
alter table segment_state add column measure text;
