-- A change: what somebody asked to be done to an input, and how far it got.
create table changes (
  id uuid primary key,
  -- Counts the states the row has been through, so that a drawing of an older one is told from the newest.
  version integer not null default 1,
  state text not null check (state in (
    'pending', 'approved', 'applying', 'applied', 'cancelled', 'rejected', 'expired', 'stale', 'failed')),
  action text not null,
  -- Does it rewrite the input's document? Pausing and resuming do not.
  rewrites boolean not null,
  input_id text not null,
  input_name text not null,
  -- Encrypted: they hold an input's configuration, and that holds secrets.
  operation text not null,
  base text,
  proposed text,
  reason text,
  requested_by text not null,
  requested_at timestamptz not null default now(),
  expires_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  applying_at timestamptz,
  -- Set just before a write is sent and cleared when it is known not to have been carried out.
  written_at timestamptz,
  writes integer not null default 0,
  closed_by text,
  closed_at timestamptz,
  outcome text,
  team_id text not null,
  channel_id text not null,
  card_channel_id text,
  card_ts text,
  card_link text,
  -- Who is posting the card holds this for a short while, so that it is posted once.
  card_lease_until timestamptz,
  waiting_shown boolean not null default false,
  check ((card_channel_id is null) = (card_ts is null)),
  check ((closed_at is not null) = (state in ('applied', 'cancelled', 'rejected', 'expired', 'stale', 'failed')))
);

-- Two people who edit one input from the same base would undo one another: the second is told of the first.
create unique index changes_one_open_rewrite on changes (input_id)
  where rewrites and state in ('pending', 'approved', 'applying');
-- A second pause while one is on its way would only be announced twice.
create unique index changes_one_open_switch on changes (input_id, action)
  where not rewrites and state in ('approved', 'applying');
-- What is written holds all of an input, also what another change is about to set: one after the other.
create unique index changes_one_applying on changes (input_id) where state = 'applying';
create index changes_open on changes (input_id) where state in ('pending', 'approved', 'applying');
create index changes_last_paused on changes (input_id, closed_at desc)
  where action in ('pause', 'resume') and state = 'applied';

-- What Slack has delivered: a delivery that comes again finds its id here.
create table deliveries (
  id text primary key,
  received_at timestamptz not null default now()
);
create index deliveries_received_at on deliveries (received_at);

-- The workers that are alive say so here every few seconds.
create table workers (
  id text primary key,
  -- The names under which graphile-worker locks jobs for this process, to free them when it is gone.
  graphile_ids text[] not null,
  beat_at timestamptz not null default now()
);
