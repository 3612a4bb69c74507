import { isDeepStrictEqual } from 'node:util';
import { expect } from '@jest/globals';
import { placeCard } from '../../../src/db/cards.ts';
import type { Change } from '../../../src/domain/change.ts';
import { configurationOf } from '../../../src/domain/document.ts';
import { isOpen, isSwitch, type Model, type ModelChange, markerIn, proposedBy } from './model.ts';
import type { Real } from './real.ts';
import { settleTimers } from './timers.ts';

export { inspect } from './rows.ts';

/** What has to be so once something was applied, whoever has done what. */

/** What was written just now was this change's to write: approved, by those who may, on what was shown, and once. */
export function noteWrites(change: ModelChange, model: Model, real: Pick<Real, 'stage' | 'newWrites'>): void {
  const { input } = change;
  for (const { path, body, status } of real.newWrites()) {
    expect(path).toContain(input.id);
    expect(change.state === 'approved' || change.state === 'applying').toBe(true);
    // Also where it is sent again, since what was sent before was not carried out.
    expect({ mayBeApplied: model.mayBeApplied(change) }).toEqual({ mayBeApplied: true });
    // By itself only when its time is over.
    expect(change.resumes?.timer?.isOver ?? true).toBe(true);
    change.sent += 1;
    if (change.kind === 'edit') {
      expect(configurationOf(input.document ?? '')).toEqual(configurationOf(change.base ?? ''));
      expect(configurationOf(body)).toEqual(configurationOf(proposedBy(change)));
    } else if (change.kind === 'delete') {
      expect(configurationOf(input.document ?? '')).toEqual(configurationOf(change.base ?? ''));
    } else expect(path).toContain(`pause=${change.kind === 'pause'}`);
    if (status === undefined || status >= 300) continue;
    // Somebody may take back in Alooma itself what was done before its answer came: that looks as if it had never been done.
    expect({ isDone: isDone(change) }).toEqual({ isDone: false });
    change.effects += 1;
    input.document = change.kind === 'delete' ? undefined : real.stage.alooma.text(input.name);
  }
}

function isDone({ kind, input, marker }: ModelChange): boolean {
  if (input.document === undefined) return true;
  if (kind === 'edit') return markerIn(input.document) === marker;
  return kind !== 'delete' && JSON.parse(input.document).paused === (kind === 'pause');
}

/**
 * How far applying has brought it, which is for the pipeline to say, and whether that is so.
 * @param isGivenUp was it tried for the last time, and failed?
 */
export async function adopt(
  change: ModelChange,
  model: Model,
  { stage }: Pick<Real, 'stage'>,
  isGivenUp = false,
): Promise<void> {
  const row = await stage.store.find(stage.pool, change.id);
  if (!row || change.state === 'pending' || !isOpen(change)) return;
  if (row.state === 'applied') mustBeDone(change, row);
  else if (row.state === 'stale' || row.state === 'failed') mustHaveReason(change, row, model, isGivenUp);
  else expect(['approved', 'applying']).toContain(row.state);
  change.state = row.state;
  change.isOwnDoing = row.state === 'applied' && row.writes > 0;
  if (isOpen(change)) return;
  settleTimers(model, change);
  if (row.state !== 'applied') await adoptSuccessor(change, model, stage);
}

/** What is said of it agrees with what Alooma did. */
function mustBeDone({ kind, input, marker, effects }: ModelChange, { writes, outcome }: Change): void {
  mustNotDeny(outcome, writes);
  if (kind === 'delete') expect(input.document).toBeUndefined();
  else if (kind === 'edit') {
    expect({ effects }).toEqual({ effects: Math.min(writes, 1) });
    expect(markerIn(input.document)).toBe(marker);
    // Somebody may have paused or deleted it in Alooma itself; what an edit sets, nobody else does.
  } else expect(JSON.parse(input.document ?? '{}').paused).toBe(kind === 'pause');
}

function mustHaveReason(change: ModelChange, row: Change, model: Model, isGivenUp: boolean): void {
  const { outcome, writes } = row;
  expect(outcome).toBeTruthy();
  // What an answer did not tell has failed where reading does not tell either.
  if (row.state === 'stale')
    expect({ writtenAt: row.writtenAt, outcome }).toEqual({ writtenAt: undefined, outcome });
  mustNotDeny(outcome, writes);
  const isUnknown = /whether .* is not known/i.test(outcome ?? '');
  if (change.effects > 0) expect({ isUnknown, outcome }).toMatchObject({ isUnknown: true });
  if (!isUnknown) return;
  // Noted at least: whoever was killed may have sent it.
  expect(writes).toBeGreaterThan(0);
  // What an answer did not tell is read, as long as reading can tell.
  const mayBeUnknown = isGivenUp || !model.mayBeApplied(change) || !canBeRead(change);
  expect({ mayBeUnknown, outcome }).toMatchObject({ mayBeUnknown: true });
}

function mustNotDeny(outcome: string | undefined, writes: number): void {
  if (/nothing was sent/i.test(outcome ?? '')) expect({ writes, outcome }).toMatchObject({ writes: 0 });
}

/** Is the input as it was, or as it was to be? */
function canBeRead(change: ModelChange): boolean {
  const { kind, input, base } = change;
  if (input.document === undefined) return kind === 'delete';
  if (isSwitch(kind)) return true;
  const now = configurationOf(input.document);
  const expected = [base ?? '', ...(kind === 'edit' ? [proposedBy(change)] : [])];
  return expected.some((document) => isDeepStrictEqual(configurationOf(document), now));
}

/** The operation asked anew on what the input is now: it has no approval of those that were given for another preview. */
async function adoptSuccessor(
  change: ModelChange,
  model: Model,
  { pool, store }: Real['stage'],
): Promise<void> {
  const { rows } = await pool.query<{ id: string }>('select id from changes where replaces = $1', [
    change.id,
  ]);
  expect(rows.length).toBeLessThanOrEqual(1);
  for (const { id } of rows) {
    const row = await store.find(pool, id);
    expect(row?.approvals).toEqual([]);
    expect(row?.requestedBy).toBe(change.asker);
    expect(row?.state === 'pending' || model.approvalsFor(change.kind) === 0).toBe(true);
    expect(configurationOf(row?.base ?? '{}')).toEqual(configurationOf(change.input.document ?? '{}'));
    // What has moved on in the same place is not taken back.
    if (change.undoes) expect(markerIn(change.input.document)).toBe(change.undoes.marker);
    if (!row) continue;
    await placeCard(pool, id, 'C1', '1.0');
    const { input, kind, marker, asker, undoes } = change;
    model.add({ id, input, kind, marker, asker, undoes, base: row.base, state: row.state });
  }
}
