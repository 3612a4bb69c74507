import { isDeepStrictEqual } from 'node:util';
import type { Write } from '../../../sandbox/alooma/index.ts';
import type { Change } from '../../../src/domain/change.ts';
import { propose } from '../../../src/domain/operation.ts';
import type { Evidence } from './evidence.ts';
import { aboutSwitches, aboutTimedPauses } from './timers.ts';
import { aboutUndos } from './undos.ts';

/** Alooma's log of what was done, held against the table of what was to be done. */

export interface Findings {
  /** What must not be, a sentence each. */
  readonly wrong: readonly string[];
  /** Writes that were carried out. */
  readonly effects: number;
  /** Of those, the ones beyond the first of a change. */
  readonly doubled: number;
  /** Changes of which it is not known whether they were made. */
  readonly unknown: number;
}

const UNKNOWN = /not known|may still come/;

export function audit(evidence: Evidence): Findings {
  const done = evidence.writes.filter(({ status }) => status !== undefined && status < 300);
  const taken = new Set<Write>();
  const counts = new Map<Change, number>();
  const wrong: string[] = [];
  let doubled = 0;
  let unknown = 0;
  for (const change of evidence.changes) {
    const effects = done.filter((write) => isOf(write, change));
    for (const effect of effects) taken.add(effect);
    counts.set(change, effects.length);
    doubled += Math.max(0, effects.length - 1);
    if (isUnknown(change)) unknown += 1;
    const faults = [
      ...aboutItsEnd(change),
      ...aboutItsApprovals(change),
      ...aboutItsEffects(change, effects, evidence),
    ];
    wrong.push(...faults.map((fault) => `${change.action} of ${change.inputName} (${change.id}) ${fault}`));
  }
  for (const { method, path, body } of done.filter((write) => !taken.has(write))) {
    wrong.push(`${method} ${path} was carried out for no change: ${body.slice(0, 300)}`);
  }
  wrong.push(
    ...aboutTimedPauses(evidence, (change) => counts.get(change) ?? 0),
    ...aboutSwitches(
      evidence,
      (change) => isUnknown(change) || (change.state !== 'applied' && change.writes > 0),
    ),
    ...aboutUndos(evidence.changes),
  );
  return { wrong, effects: done.length, doubled, unknown };
}

/** One change of an input is applied at a time, so the time says whose write it was; a creation goes by its name. */
function isOf({ method, path, body, doneAt }: Write, change: Change): boolean {
  if (change.applyingAt === undefined) return false;
  const isWithin =
    doneAt >= change.applyingAt.getTime() - 1 && doneAt <= (change.closedAt?.getTime() ?? Infinity);
  const { pathname, searchParams } = new URL(path, 'http://alooma');
  const isAt = (place: string) => pathname.endsWith(place);
  switch (change.action) {
    case 'create':
      return isAt('/plumbing/inputs') && JSON.parse(body).name === change.inputName;
    case 'delete':
      return isAt(`/nodes/remove/${change.inputId}`) && isWithin;
    case 'pause':
    case 'resume':
      return (
        isAt(`/inputs/${change.inputId}/pause`) &&
        searchParams.get('pause') === String(change.action === 'pause') &&
        isWithin
      );
    default:
      return method === 'PUT' && isAt(`/inputs/${change.inputId}`) && isWithin;
  }
}

function aboutItsEnd({ state, closedAt, outcome, secrets, writtenAt }: Change): string[] {
  return [
    ...(closedAt === undefined ? [`did not end: it is ${state}`] : []),
    ...((state === 'failed' || state === 'stale') && !outcome ? [`is ${state} and says no reason`] : []),
    ...(state === 'stale' && writtenAt ? ['is stale, and may have been written'] : []),
    ...(closedAt && secrets ? ['has kept its secrets'] : []),
  ];
}

/** Whoever applies it alone stands among those who approved it, and may be whoever asked, or one who had approved it. */
function aboutItsApprovals(change: Change): string[] {
  const { approvals, approvedAt, approvedBy, aloneReason, requestedBy, requestedAt, terms, state } = change;
  const isApproved = approvedAt !== undefined;
  const isAlone = aloneReason !== undefined;
  const counted = isAlone ? approvals.slice(0, -1) : approvals;
  const by = new Set(counted.map((approval) => approval.by));
  return [
    ...(by.size < counted.length ? ['counts somebody twice'] : []),
    ...(by.has(requestedBy) ? ['was approved by whoever asked'] : []),
    ...(approvals.some(({ at }) => at < requestedAt) ? ['has an approval from before it was asked for'] : []),
    ...(isAlone && approvals.at(-1)?.by !== approvedBy ? ['was applied alone by nobody who is known'] : []),
    ...(isApproved && !isAlone && counted.length < terms.approvals ? ['lacks approvals'] : []),
    ...(!isApproved && counted.length >= terms.approvals && terms.approvals > 0
      ? [`has its approvals and is ${state}`]
      : []),
    ...(!isApproved && state === 'applied' ? ['was applied without being approved'] : []),
  ];
}

function aboutItsEffects(change: Change, effects: readonly Write[], evidence: Evidence): string[] {
  const { state, writes, inputId, inputName } = change;
  const count = effects.length;
  if (count > 1) return [`was done ${count} times`];
  const wrote = effects.flatMap((effect) => aboutWhatWasWritten(change, effect));
  if (state === 'applied') {
    if (count !== Math.min(writes, 1))
      return [`is applied after ${writes} writes, and was done ${count} times`];
    const isThere = evidence.inputs.some(({ id }) => id === inputId);
    if (change.action === 'delete' && isThere) return ['is applied, and the input is there'];
    const created = evidence.inputs.filter(({ name }) => name === inputName).length;
    if (change.action === 'create' && created > 1) return [`is applied, and ${created} are there`];
    return wrote;
  }
  if (!isUnknown(change)) return count > 0 ? [`is ${state}, and was done`] : [];
  const isHidden =
    evidence.writes.some((write) => isTried(write, change)) ||
    evidence.kills.some(({ at }) => isDuring(at, change));
  return isHidden ? wrote : ['is of unknown outcome, though nothing hid it'];
}

function isUnknown({ outcome }: Change): boolean {
  return UNKNOWN.test(outcome ?? '');
}

/** Did a fault meet a write of it? */
function isTried(write: Write, change: Change): boolean {
  return write.fault !== undefined && isOf({ ...write, doneAt: write.at }, change);
}

function isDuring(at: number, { applyingAt, closedAt }: Change): boolean {
  return at >= (applyingAt?.getTime() ?? Infinity) && at <= (closedAt?.getTime() ?? Infinity);
}

/** What was written is what was approved: the operation, on the base that was shown. */
function aboutWhatWasWritten({ operation, base, secrets }: Change, { body }: Write): string[] {
  if (operation.kind === 'pause' || operation.kind === 'resume' || operation.kind === 'delete') return [];
  // An ended change keeps no secrets, so a creation is not made again.
  if (operation.kind === 'create' || base === undefined) return [];
  const approved = JSON.parse(propose(operation, base, secrets));
  const written = JSON.parse(body);
  const isAsApproved =
    written.name === approved.name &&
    written.type === approved.type &&
    isDeepStrictEqual(written.configuration, approved.configuration);
  return isAsApproved ? [] : ['was not written as it was approved'];
}
