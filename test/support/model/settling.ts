import { expect } from '@jest/globals';
import { adopt, inspect, noteWrites } from './checks.ts';
import { isOpen, type Model, type ModelChange, runs } from './model.ts';
import { lookAfter } from './pausing.ts';
import type { Real } from './real.ts';

const isGoingOn = (change: ModelChange) => isOpen(change) || runs(change);

/** Lets everything end: what waits lapses, what is approved is applied for as long as it takes, and pauses are over. */
export async function settleAll(model: Model, real: Real): Promise<void> {
  const { pool, alooma } = real.stage;
  alooma.faults.clear();
  for (let turn = 0; turn < 40 && model.changes.some(isGoingOn); turn += 1) {
    await real.passSettling(model.changes.map(({ id }) => id));
    for (const change of model.changes.filter(isGoingOn)) await goOn(change);
  }
  await inspect(model, real);
  expect(model.changes.filter(isGoingOn)).toEqual([]);
  for (const input of model.inputs.filter(({ document }) => document !== undefined)) {
    expect(alooma.text(input.name)).toBe(input.document);
  }

  async function goOn(change: ModelChange): Promise<void> {
    if (change.state === 'pending') {
      await pool.query('update changes set expires_at = now() where id = $1', [change.id]);
      expect(await real.changes[0].expire(change.id)).toBe(true);
      change.state = 'expired';
    } else if (isOpen(change)) {
      const applying = real.applying('answered');
      await applying.apply(change.id).catch(() => undefined);
      noteWrites(change, model, real);
      await adopt(change, model, real);
    } else if (change.timer && runs(change)) {
      await pool.query(`update changes set pause_until = now() - interval '1 s' where id = $1`, [change.id]);
      change.timer.isOver = true;
      await lookAfter(change, model, real, { isAway: false, isTwice: false });
    }
  }
}
