-- A message that nobody has taken yet is found when its author takes it back.
create index inbound_events_message_idx on private.inbound_events (source_id, (verdict ->> 'message'))
  where status in ('quarantined', 'ignored') and verdict ? 'message';
