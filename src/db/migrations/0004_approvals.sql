-- What the policy said when it was asked for, for the card; what holds is asked of the policy each time.
alter table changes add column input_type text;
alter table changes add column terms jsonb;
-- When that was last worked out anew, since the policy's file was read anew: the program's doing, no alteration by hand.
alter table changes add column terms_anew_at timestamptz;
update changes set terms = jsonb_build_object(
  'rules', jsonb_build_array('the rules of an earlier version'), 'approvals', case when rewrites then 1 else 0 end,
  'ask', jsonb_build_array('members'), 'approve', jsonb_build_array('members'), 'selfApprove', false,
  'alone', jsonb_build_array('[]'::jsonb), 'reason', false);
alter table changes alter column terms set not null;

-- Where its card is about to be posted, or may have been: a click there counts before its place is known.
alter table changes add column card_bound_for text;

-- Everybody who has approved it, as [{"by": "U…", "at": "…"}]: in the row itself, so that one statement counts and decides.
alter table changes add column approvals jsonb not null default '[]' check (jsonb_typeof(approvals) = 'array');
update changes set approvals = jsonb_build_array(jsonb_build_object('by', approved_by, 'at', approved_at))
  where approved_by is not null;

-- What it does in one line, secrets masked: for lists, which open nothing that is sealed.
alter table changes add column summary text not null default '';
-- Applied by one person in an emergency, who said why.
alter table changes add column alone_reason text;
-- Who has been told of that: channels and people, by their ids. Kept with the row, so that a job that was broken off goes on
-- with the others.
alter table changes add column alarmed text[] not null default '{}';
alter table changes add column reminders integer not null default 0;

-- The change that this one asks anew, takes back, or (of a resume) whose time is over. It may have been removed since.
alter table changes add column replaces uuid;
alter table changes add column undoes uuid;
alter table changes add column resumes uuid;
create index changes_replacing on changes (replaces) where replaces is not null;
create index changes_undoing on changes (undoes) where undoes is not null;
-- Two who ask to undo the same change at once take it back once.
create unique index changes_undone_once on changes (undoes)
  where undoes is not null and state in ('pending', 'approved', 'applying', 'applied');
-- Until when an applied change can be taken back: what it replaced is kept for as long.
alter table changes add column undo_until timestamptz;

-- A timed pause: for how long, in milliseconds, or until when; then until when it lasts, and how that ended.
alter table changes add column pause_for bigint check (pause_for > 0);
alter table changes add column pause_until timestamptz;
alter table changes add column pause_ended text check (pause_ended in ('resumed', 'elsewhere', 'replaced', 'gone', 'failed'));
alter table changes add column pause_ended_at timestamptz;
alter table changes add constraint changes_pause_ended check ((pause_ended is null) = (pause_ended_at is null));
-- Who ended it, where that was a person here; who last made it longer, and why.
alter table changes add column pause_ended_by text;
alter table changes add column pause_extended_by text;
alter table changes add column pause_extended_reason text;
-- What has kept it from its end so far, when that is tried next, and how often it was tried in vain.
alter table changes add column pause_tries int not null default 0;
alter table changes add column pause_trouble text;
alter table changes add column pause_try_at timestamptz;
-- The timed pause that this one is to make longer, and has no point without.
alter table changes add column extends uuid;

-- What there is to see of an ended change, sealed, once its documents are gone.
alter table changes add column shown text;
-- Have its documents been removed, or did it never have any?
alter table changes add column forgotten boolean not null default false;
update changes set forgotten = true where base is null and proposed is null;

-- Also one that still waits for an approval holds its place.
drop index changes_one_open_switch;
create unique index changes_one_open_switch on changes (input_id, action)
  where not rewrites and state in ('pending', 'approved', 'applying');

-- Each is as small as what is open, however much has ended.
create index changes_pending on changes (expires_at) where state = 'pending';
create index changes_on_their_way on changes (id) where state in ('approved', 'applying');
create index changes_timed_pauses on changes (input_id)
  where state = 'applied' and pause_until is not null and pause_ended is null;
create index changes_to_forget on changes (closed_at) where closed_at is not null and not forgotten;
-- For history and for retention.
create index changes_by_input on changes (input_name, requested_at desc, id);
create index changes_by_time on changes (requested_at desc, id);
create index changes_closed on changes (closed_at) where closed_at is not null;
