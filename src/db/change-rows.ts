import { z } from 'zod';
import {
  type Card,
  CHANGE_STATES,
  type Change,
  type ChangeState,
  type LastSwitch,
  type Outline,
  TIMER_ENDS,
  type Timer,
} from '../domain/change.ts';
import { Json } from '../domain/json.ts';
import { type Action, Operation } from '../domain/operation.ts';
import type { PendingChange } from '../domain/pending.ts';
import { Terms } from '../domain/policy/terms.ts';
import type { Sealer } from './sealing.ts';

/** A row of `changes`, checked: what another version of the program wrote is refused rather than misread. */
const Row = z.object({
  id: z.uuid(),
  version: z.number().int(),
  state: z.enum(CHANGE_STATES as [ChangeState, ...ChangeState[]]),
  action: z.string(),
  input_id: z.string(),
  input_name: z.string(),
  input_type: z.string().nullable(),
  operation: z.string(),
  base: z.string().nullable(),
  proposed: z.string().nullable(),
  secrets: z.string().nullable(),
  reason: z.string().nullable(),
  requested_by: z.string(),
  requested_at: z.date(),
  expires_at: z.date(),
  terms: Terms,
  summary: z.string(),
  approvals: z.array(z.object({ by: z.string(), at: z.coerce.date() })),
  approved_by: z.string().nullable(),
  approved_at: z.date().nullable(),
  alone_reason: z.string().nullable(),
  reminders: z.number().int(),
  replaces: z.uuid().nullable(),
  undoes: z.uuid().nullable(),
  resumes: z.uuid().nullable(),
  extends: z.uuid().nullable(),
  // A bigint, which the driver gives as a text.
  pause_for: z.coerce.number().nullable(),
  pause_until: z.date().nullable(),
  pause_ended: z.enum(TIMER_ENDS).nullable(),
  pause_ended_at: z.date().nullable(),
  pause_ended_by: z.string().nullable(),
  pause_extended_by: z.string().nullable(),
  pause_extended_reason: z.string().nullable(),
  pause_tries: z.number().int(),
  pause_trouble: z.string().nullable(),
  pause_try_at: z.date().nullable(),
  applying_at: z.date().nullable(),
  written_at: z.date().nullable(),
  writes: z.number().int(),
  closed_by: z.string().nullable(),
  closed_at: z.date().nullable(),
  outcome: z.string().nullable(),
  team_id: z.string(),
  channel_id: z.string(),
  card_channel_id: z.string().nullable(),
  card_ts: z.string().nullable(),
  card_link: z.string().nullable(),
  card_bound_for: z.string().nullable(),
  waiting_shown: z.boolean(),
  diff_attached: z.boolean(),
  shown: z.string().nullable(),
  undo_until: z.date().nullable(),
});

const KeptSecrets = z.record(z.string(), Json);

const SwitchRow = z.object({
  action: z.enum(['pause', 'resume']),
  requested_by: z.string(),
  reason: z.string().nullable(),
  closed_at: z.date(),
});

export function lastSwitchFromRow(row: unknown): LastSwitch {
  const { action, requested_by: requestedBy, reason, closed_at: closedAt } = SwitchRow.parse(row);
  return { action, requestedBy, reason: reason ?? undefined, closedAt };
}

export type Progress = Pick<Change, 'id' | 'state' | 'inputName' | 'writtenAt' | 'writes'>;

export function progressFromRow(row: unknown): Progress {
  const {
    id,
    state,
    input_name: inputName,
    written_at: writtenAt,
    writes,
  } = Row.pick({
    id: true,
    state: true,
    input_name: true,
    written_at: true,
    writes: true,
  }).parse(row);
  return { id, state, inputName, writtenAt: writtenAt ?? undefined, writes };
}

const PendingRow = Row.pick({
  id: true,
  action: true,
  operation: true,
  input_name: true,
  input_type: true,
  summary: true,
  reason: true,
  requested_by: true,
  requested_at: true,
  expires_at: true,
  terms: true,
  approvals: true,
  channel_id: true,
  pause_for: true,
  pause_until: true,
  pause_ended: true,
  pause_ended_at: true,
  pause_ended_by: true,
  pause_extended_by: true,
  pause_extended_reason: true,
  pause_tries: true,
  pause_trouble: true,
  pause_try_at: true,
  card_channel_id: true,
  card_ts: true,
  card_link: true,
});
export const PENDING_COLUMNS = Object.keys(PendingRow.shape).join(', ');

/** @throws Unreadable when its operation does not open */
export function pendingFromRow(row: unknown, sealer: Sealer): PendingChange {
  const columns = PendingRow.parse(row);
  const operation = operationFrom(columns, sealer);
  return {
    id: columns.id,
    action: operation.kind,
    operation,
    inputName: columns.input_name,
    inputType: columns.input_type ?? undefined,
    summary: columns.summary,
    reason: columns.reason ?? undefined,
    requestedBy: columns.requested_by,
    requestedAt: columns.requested_at,
    expiresAt: columns.expires_at,
    terms: columns.terms,
    approvals: columns.approvals,
    channelId: columns.channel_id,
    timer: timerFrom(columns),
    card: cardFrom(columns),
  };
}

export type SealedColumn = 'operation' | 'base' | 'proposed' | 'secrets' | 'shown';

/** Where a sealed value belongs: it opens only there. */
export function placeOf(changeId: string, column: SealedColumn): string {
  return `changes/${changeId}/${column}`;
}

/** @throws when the row is not as expected, or its sealed columns do not open */
export function changeFromRow(row: unknown, sealer: Sealer): Change {
  const columns = Row.parse(row);
  const open = (column: SealedColumn, sealed: string | null) =>
    sealed === null ? undefined : sealer.open(sealed, placeOf(columns.id, column));
  const secrets = open('secrets', columns.secrets);
  const operation = operationFrom(columns, sealer);
  return {
    ...outlineFrom(columns),
    action: operation.kind,
    operation,
    base: open('base', columns.base),
    proposed: open('proposed', columns.proposed),
    secrets: secrets === undefined ? undefined : KeptSecrets.parse(JSON.parse(secrets)),
    shown: open('shown', columns.shown),
  };
}

/**
 * A pause or resume is all in its action, so it needs no key: a timed pause comes to its end, and an input that is paused can be
 * resumed, also where that is lost.
 */
function operationFrom(
  { id, action, operation }: Pick<z.output<typeof Row>, 'id' | 'action' | 'operation'>,
  sealer: Sealer,
): Operation {
  if (action === 'pause' || action === 'resume') return { kind: action };
  return Operation.parse(JSON.parse(sealer.open(operation, placeOf(id, 'operation'))));
}

/** What is not sealed. */
const OutlineRow = Row.omit({ operation: true, base: true, proposed: true, secrets: true, shown: true });
export const OUTLINE_COLUMNS = Object.keys(OutlineRow.shape).join(', ');

/** @throws when the row is not as expected */
export function outlineFromRow(row: unknown): Outline {
  return outlineFrom(OutlineRow.parse(row));
}

function outlineFrom(columns: z.output<typeof OutlineRow>): Outline {
  return {
    id: columns.id,
    version: columns.version,
    state: columns.state,
    action: columns.action as Action,
    inputId: columns.input_id,
    inputName: columns.input_name,
    inputType: columns.input_type ?? undefined,
    reason: columns.reason ?? undefined,
    requestedBy: columns.requested_by,
    requestedAt: columns.requested_at,
    expiresAt: columns.expires_at,
    terms: columns.terms,
    summary: columns.summary,
    approvals: columns.approvals,
    approvedBy: columns.approved_by ?? undefined,
    approvedAt: columns.approved_at ?? undefined,
    aloneReason: columns.alone_reason ?? undefined,
    reminders: columns.reminders,
    replaces: columns.replaces ?? undefined,
    undoes: columns.undoes ?? undefined,
    resumes: columns.resumes ?? undefined,
    extends: columns.extends ?? undefined,
    timer: timerFrom(columns),
    applyingAt: columns.applying_at ?? undefined,
    writtenAt: columns.written_at ?? undefined,
    writes: columns.writes,
    closedAt: columns.closed_at ?? undefined,
    closedBy: columns.closed_by ?? undefined,
    outcome: columns.outcome ?? undefined,
    teamId: columns.team_id,
    channelId: columns.channel_id,
    card: cardFrom(columns),
    cardBoundFor: columns.card_bound_for ?? undefined,
    waitingShown: columns.waiting_shown,
    diffAttached: columns.diff_attached,
    undoUntil: columns.undo_until ?? undefined,
  };
}

function cardFrom({
  card_channel_id: channelId,
  card_ts: ts,
  card_link: link,
}: Pick<z.output<typeof Row>, 'card_channel_id' | 'card_ts' | 'card_link'>): Card | undefined {
  return channelId === null || ts === null ? undefined : { channelId, ts, link: link ?? undefined };
}

function timerFrom({
  pause_for,
  pause_until,
  pause_ended,
  pause_ended_at,
  pause_ended_by,
  pause_extended_by,
  pause_extended_reason,
  pause_tries,
  pause_trouble,
  pause_try_at,
}: Pick<
  z.output<typeof Row>,
  `pause_${'for' | 'until' | 'ended' | 'ended_at' | 'ended_by' | 'extended_by' | 'extended_reason' | 'tries' | 'trouble' | 'try_at'}`
>): Timer | undefined {
  if (pause_for === null && pause_until === null) return undefined;
  return {
    for: pause_for ?? undefined,
    until: pause_until ?? undefined,
    ended: pause_ended ?? undefined,
    endedAt: pause_ended_at ?? undefined,
    endedBy: pause_ended_by ?? undefined,
    extendedBy: pause_extended_by ?? undefined,
    extendedReason: pause_extended_reason ?? undefined,
    ...(pause_trouble !== null &&
      pause_try_at !== null && { trouble: { tries: pause_tries, why: pause_trouble, again: pause_try_at } }),
  };
}
