import { expect } from '@jest/globals';
import { placeCard } from '../../../src/db/cards.ts';
import { configurationOf } from '../../../src/domain/document.ts';
import { propose } from '../../../src/domain/operation.ts';
import { isOpen, type Model, type ModelChange } from './model.ts';
import type { Real } from './real.ts';

/** What has to be so at any time, whoever has done what. */

/** Every row says what the model says, and only what was approved has a job that applies it. */
export async function inspect(model: Model, { stage: { pool } }: Real): Promise<void> {
  const ids = model.changes.map(({ id }) => id);
  const { rows } = await pool.query<{
    id: string;
    state: string;
    approvals: { by: string }[];
    approved_at: Date | null;
    has_job: boolean;
  }>(
    `select id, state, approvals, approved_at,
       exists (select from graphile_worker.jobs where key = 'apply:' || changes.id) as has_job
     from changes where id = any($1)`,
    [ids],
  );
  expect(rows).toHaveLength(ids.length);
  for (const row of rows) {
    const change = model.changes.find(({ id }) => id === row.id);
    const { state, approvals } = change ?? {};
    expect({ id: row.id, state: row.state }).toEqual({ id: row.id, state });
    expect(row.approvals.map(({ by }) => by).sort()).toEqual([...(approvals ?? [])].sort());
    // The jobs stay, since nobody works here.
    expect(row.has_job).toBe(row.approved_at !== null);
  }
}

/** What was written just now was this change's to write: approved, by those who may, on what was shown, and once. */
export function noteWrites(change: ModelChange, model: Model, real: Real): void {
  const { input } = change;
  for (const { path, body, status } of real.newWrites()) {
    expect(path).toContain(input.id);
    expect(change.state === 'approved' || change.state === 'applying').toBe(true);
    // Also where it is sent again, since what was sent before was not carried out.
    expect({ mayBeApplied: model.mayBeApplied(change) }).toEqual({ mayBeApplied: true });
    change.sent += 1;
    if (change.kind === 'edit') {
      expect(configurationOf(input.document ?? '')).toEqual(configurationOf(change.base ?? ''));
      expect(configurationOf(body)).toEqual(configurationOf(proposedBy(change)));
    } else if (change.kind === 'delete') {
      expect(configurationOf(input.document ?? '')).toEqual(configurationOf(change.base ?? ''));
    } else expect(path).toContain(`pause=${change.kind === 'pause'}`);
    if (status === undefined || status >= 300) continue;
    // Somebody may take back in Alooma what was done before its answer came: that looks as if it had never been done.
    expect({ isDone: isDone(change) }).toEqual({ isDone: false });
    change.effects += 1;
    input.document = change.kind === 'delete' ? undefined : real.stage.alooma.text(input.name);
  }
}

function isDone({ kind, input, marker }: ModelChange): boolean {
  if (input.document === undefined) return true;
  if (kind === 'edit') return configurationOf(input.document).marker === marker;
  return kind !== 'delete' && JSON.parse(input.document).paused === (kind === 'pause');
}

function proposedBy({ base = '', marker }: ModelChange): string {
  return propose({ kind: 'edit', edits: [{ path: ['marker'], value: marker }] }, base);
}

/** How far applying has brought it, which is for the pipeline to say, and whether that is so. */
export async function adopt(change: ModelChange, model: Model, real: Real): Promise<void> {
  const { pool, store } = real.stage;
  const row = await store.find(pool, change.id);
  if (!row || change.state === 'pending' || !isOpen(change)) return;
  change.state = row.state;
  const { effects, input } = change;
  const isUnknown = /not known/.test(row.outcome ?? '');
  switch (row.state) {
    case 'applied':
      // Somebody may have paused or deleted it in Alooma itself; what an edit sets, nobody else does.
      if (change.kind === 'edit') expect({ effects }).toEqual({ effects: Math.min(row.writes, 1) });
      if (change.kind === 'delete') expect(input.document).toBeUndefined();
      if (change.kind === 'edit') expect(configurationOf(input.document ?? '{}').marker).toBe(change.marker);
      if (change.kind === 'pause' || change.kind === 'resume') {
        expect(JSON.parse(input.document ?? '{}').paused).toBe(change.kind === 'pause');
      }
      break;
    case 'stale':
    case 'failed':
      expect(row.outcome).toBeTruthy();
      if (effects > 0) expect({ isUnknown, outcome: row.outcome }).toMatchObject({ isUnknown: true });
      // Noted at least: whoever was killed may have sent it.
      if (isUnknown) expect(row.writes).toBeGreaterThan(0);
      await adoptSuccessor(change, model, real);
      break;
    default:
      expect(['approved', 'applying']).toContain(row.state);
  }
}

/** The operation asked anew on what the input is now: it has no approval of those that were given for another preview. */
async function adoptSuccessor(
  change: ModelChange,
  model: Model,
  { stage: { pool, store } }: Real,
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
    if (!row) continue;
    await placeCard(pool, id, 'C1', '1.0');
    model.changes.push({
      ...{ id, input: change.input, kind: change.kind, marker: change.marker, asker: change.asker },
      ...{ base: row.base, state: row.state, isLapsed: false, approvals: [], alone: undefined },
      ...{ sent: 0, effects: 0 },
    });
    expect(configurationOf(row.base ?? '{}')).toEqual(configurationOf(change.input.document ?? '{}'));
  }
}
