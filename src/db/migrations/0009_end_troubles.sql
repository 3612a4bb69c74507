-- What has kept a timed pause from its end so far, when that is tried next, and how often it was tried in vain.
alter table changes add column pause_tries int not null default 0;
alter table changes add column pause_trouble text;
alter table changes add column pause_try_at timestamptz;
