-- A save: somebody had the samples of many events put into files, and how far that got.
create table sample_saves (
  id uuid primary key,
  state text not null default 'starting'
    check (state in ('starting', 'running', 'sharing', 'done', 'stopped', 'failed')),
  type text not null check (type in ('input', 'all')),
  -- Of the input; empty for all.
  name text not null default '',
  requested_by text not null,
  requested_at timestamptz not null default now(),
  -- The message that shows it.
  channel_id text not null,
  message_ts text not null,
  message_link text,
  -- By the clock of the worker that took it up: it dates the files by it, too, and the two are compared.
  started_at timestamptz,
  -- Each run has its number: one that was taken for dead and is not finds that it is no longer the last.
  runs integer not null default 0,
  -- Runs in a row that did not come to an orderly end: what kills its worker each time has to end, too.
  lost_runs integer not null default 0,
  -- Runs that failed of something that may pass. Not the job's attempts: each time it is put back, these begin anew.
  failed_runs integer not null default 0,
  progress jsonb,
  -- What was saved, until it has been shared.
  files jsonb,
  file_count integer,
  shared jsonb,
  stopped_by text,
  closed_at timestamptz,
  outcome text,
  check ((type = 'all') = (name = '')),
  check ((closed_at is not null) = (state in ('done', 'stopped', 'failed'))),
  check (closed_at is null or files is null)
);

-- Two of the same would write the same files: the second who asks is told of the first.
create unique index sample_saves_one_open on sample_saves (type, name) where closed_at is null;
create index sample_saves_closed on sample_saves (closed_at) where closed_at is not null;
