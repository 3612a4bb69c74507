-- Who has been told that a change was applied alone: channels and people, by their ids. Kept with the row, so that a job
-- that was broken off goes on with the others.
alter table changes add column alarmed text[] not null default '{}';
