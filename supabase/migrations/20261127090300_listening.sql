-- A source whose vendor is listened to: one worker holds the line, and what it heard is kept with how far it has come.

alter table private.source_upkeep
  -- The worker on the line, by a name that it gave itself, and until when it is his; while nobody may have it yet, there is no name.
  add column listener uuid,
  add column listened_until timestamptz,
  -- In the adapter's own words, as `cursor`, which is the reader's.
  add column listen_cursor jsonb not null default '{}',
  -- How often in a row the line broke: the next attempt waits longer.
  add column listen_failures integer not null default 0;
