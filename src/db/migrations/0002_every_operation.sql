-- The secrets that somebody typed for a change, encrypted. They are gone once the change has ended.
alter table changes add column secrets text;
alter table changes add constraint changes_ended_without_secrets check (closed_at is null or secrets is null);
-- Is the whole diff in the card's thread, where the card itself has no room for it?
alter table changes add column diff_attached boolean not null default false;
