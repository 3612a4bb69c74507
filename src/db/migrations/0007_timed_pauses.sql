-- Who ended a timed pause, where that was a person here; who last made it longer, and why.
alter table changes add column pause_ended_by text;
alter table changes add column pause_extended_by text;
alter table changes add column pause_extended_reason text;

-- The timed pause that another one is to make longer, and has no point without.
alter table changes add column extends uuid;

-- Its input may be removed while it lasts.
alter table changes drop constraint changes_pause_ended_check;
alter table changes add constraint changes_pause_ended_check
  check (pause_ended in ('resumed', 'elsewhere', 'replaced', 'gone', 'failed'));

-- Those that were never approved have no end: as small as what runs.
drop index changes_timed_pauses;
create index changes_timed_pauses on changes (input_id)
  where state = 'applied' and pause_until is not null and pause_ended is null;
