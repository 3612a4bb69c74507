-- When what the policy says of a change that waits was last worked out anew, since its file was read anew: that is the
-- program's doing, and no alteration by hand.
alter table changes add column terms_anew_at timestamptz;

create or replace function audit_change() returns trigger language plpgsql security definer as $$
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

-- Replacing it has taken this away: see 0008.
do $$
begin
  execute format('alter function audit_change() set search_path = pg_catalog, %I, pg_temp', current_schema());
end $$;
