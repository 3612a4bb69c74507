-- What has happened to every change, for good. Triggers add the rows, and other triggers refuse whatever would alter or
-- remove one. Each row carries the hash of the row before it, so that what somebody does in spite of them breaks the
-- chain: docs/audit.md.

-- From here on nobody moves a change until the triggers are there: a move between what is taken over and what they see
-- would be in no row.
lock table changes in share row exclusive mode;

create table audit (
  -- Without gaps, which a sequence would leave where a transaction is rolled back.
  seq bigint primary key check (seq > 0),
  at timestamptz not null,
  -- JSON, kept as the text that was hashed.
  entry text not null,
  prev_hash text not null,
  hash text not null
);

create function audit_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'The audit trail is append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
end $$;
create function audit_refuse_truncate() returns trigger language plpgsql as $$
begin
  raise exception 'Changes leave a trace when they go: delete them in the place of truncate'
    using errcode = 'insufficient_privilege';
end $$;
create trigger audit_keeps_rows before update or delete on audit for each row execute function audit_refuse();
create trigger audit_keeps_all before truncate on audit for each statement execute function audit_refuse();
-- Also where a session says that it replays what happened elsewhere.
alter table audit enable always trigger audit_keeps_rows;
alter table audit enable always trigger audit_keeps_all;

-- Whoever appends holds the lock until the end of the transaction, and is at its end already: see the triggers below.
create function audit_append(entry text) returns void language plpgsql as $$
declare
  last_seq bigint;
  last_hash text;
  moment timestamptz;
begin
  perform pg_advisory_xact_lock(4201978);
  -- A statement of its own, after the lock is there: it sees what the one before has committed.
  select a.seq, a.hash into last_seq, last_hash from audit a order by a.seq desc limit 1;
  last_seq := coalesce(last_seq, 0) + 1;
  last_hash := coalesce(last_hash, repeat('0', 64));
  moment := clock_timestamp();
  insert into audit (seq, at, entry, prev_hash, hash) values (last_seq, moment, entry, last_hash,
    encode(sha256(convert_to(concat_ws(e'\n', last_hash, last_seq,
      to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), entry), 'UTF8')), 'hex'));
end $$;

-- What is absent has no key. Moments are written in one way, whatever the session's time zone is.
create function audit_entry(change changes, event text, by_whom text) returns text language sql stable as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'change', change.id,
    'event', event,
    'by', by_whom,
    'state', change.state,
    'action', change.action,
    'input_id', change.input_id,
    'input', change.input_name,
    'summary', nullif(change.summary, ''),
    'requested_by', change.requested_by,
    -- Of whoever made a pause longer: not of whoever asked for it.
    'reason', case event when 'pause_extended' then change.pause_extended_reason else change.reason end,
    'rules', change.terms -> 'rules',
    'approvals_needed', change.terms -> 'approvals',
    'approvals', nullif(change.approvals, '[]'),
    'alone_reason', change.alone_reason,
    'outcome', change.outcome,
    'replaces', change.replaces,
    'undoes', change.undoes,
    'resumes', change.resumes,
    'extends', change.extends,
    'pause_until', to_char(change.pause_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'pause_ended', change.pause_ended,
    'team', change.team_id,
    'channel', change.channel_id))::text
$$;

-- As the owner: whoever may move changes needs no right to write into the trail.
create function audit_change() returns trigger language plpgsql security definer as $$
begin
  if tg_op = 'INSERT' then
    perform audit_append(audit_entry(new, 'asked', new.requested_by));
  elsif tg_op = 'DELETE' then
    perform audit_append(audit_entry(old, 'removed', null));
  elsif new.alone_reason is distinct from old.alone_reason then
    perform audit_append(audit_entry(new, 'applied_alone', new.approved_by));
  elsif new.state is distinct from old.state then
    perform audit_append(audit_entry(new, new.state,
      case when new.state = 'approved' then new.approved_by when new.closed_at is not null then new.closed_by end));
  elsif new.approvals is distinct from old.approvals then
    perform audit_append(audit_entry(new, 'approval', new.approvals -> -1 ->> 'by'));
  elsif new.pause_ended is distinct from old.pause_ended then
    perform audit_append(audit_entry(new, 'pause_ended', new.pause_ended_by));
  elsif new.pause_until is distinct from old.pause_until then
    perform audit_append(audit_entry(new, 'pause_extended', new.pause_extended_by));
  elsif new.terms_anew_at is distinct from old.terms_anew_at
    and (new.id, new.requested_by, new.input_id, new.input_name, new.input_type, new.channel_id, new.action, new.resumes,
      new.extends, new.expires_at, new.operation)
    is not distinct from
    (old.id, old.requested_by, old.input_id, old.input_name, old.input_type, old.channel_id, old.action, old.resumes,
      old.extends, old.expires_at, old.operation) then
    perform audit_append(audit_entry(new, 'terms_anew', null));
  else
    perform audit_append(audit_entry(new, 'altered', null));
  end if;
  return null;
end $$;

-- A temporary table or a function of somebody else's must not be taken for ours, nor may a restore, whose path is empty,
-- fail to find them. Nobody but the owner adds to the trail by hand.
do $$
declare
  signature text;
begin
  foreach signature in array array['audit_refuse()', 'audit_refuse_truncate()', 'audit_append(text)', 'audit_entry(changes, text, text)', 'audit_change()']
  loop
    execute format('alter function %s set search_path = pg_catalog, %I, pg_temp', signature, current_schema());
    execute format('revoke execute on function %s from public', signature);
  end loop;
end $$;

-- What is open already begins the chain, and what has ended: what happened to it before was not recorded.
do $$
declare
  change changes;
begin
  for change in select * from changes order by requested_at, id loop
    perform audit_append(audit_entry(change, 'taken_over', null));
  end loop;
end $$;

-- Whatever statement moves a change. Deferred, so that they run when the transaction is about to commit and waits for
-- nothing any more: nobody works, or waits for a row, while holding the chain's lock.
create constraint trigger audit_asked after insert on changes
  deferrable initially deferred for each row execute function audit_change();
create constraint trigger audit_moved after update on changes
  deferrable initially deferred for each row
  when ((old.state, old.approvals, old.alone_reason, old.pause_until, old.pause_ended, old.id, old.requested_by, old.input_id)
    is distinct from
    (new.state, new.approvals, new.alone_reason, new.pause_until, new.pause_ended, new.id, new.requested_by, new.input_id)
    -- What the policy is asked about, as long as something can come of it.
    or (old.closed_at is null or new.closed_at is null) and
    (old.input_name, old.input_type, old.channel_id, old.action, old.resumes, old.extends, old.terms, old.expires_at, old.operation)
    is distinct from
    (new.input_name, new.input_type, new.channel_id, new.action, new.resumes, new.extends, new.terms, new.expires_at, new.operation))
  execute function audit_change();
-- One that has ended goes when its time is over: no move. One that has not would be gone without a word.
create constraint trigger audit_removed after delete on changes
  deferrable initially deferred for each row when (old.closed_at is null) execute function audit_change();
-- Emptied at once, all of them would be gone without a word, and no trigger sees the rows.
create trigger audit_keeps_changes before truncate on changes for each statement execute function audit_refuse_truncate();
-- Also where a session says that it replays what happened elsewhere.
alter table changes enable always trigger audit_keeps_changes;
alter table changes enable always trigger audit_asked;
alter table changes enable always trigger audit_moved;
alter table changes enable always trigger audit_removed;
