import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { configurationOf } from '../../../src/domain/document.ts';
import { isOpen, type Model } from './model.ts';
import { adopt, inspect, noteWrites } from './model-checks.ts';
import { type Real, SETTLE_MS } from './real.ts';

/** Lets everything end: what waits lapses, and what is approved is applied for as long as it takes. */
export async function settleAll(model: Model, real: Real): Promise<void> {
  const { pool, alooma } = real.stage;
  alooma.faults.clear();
  for (let turn = 0; turn < 40 && model.changes.some(isOpen); turn += 1) {
    for (const change of model.changes.filter(isOpen)) {
      if (change.state === 'pending') {
        await pool.query('update changes set expires_at = now() where id = $1', [change.id]);
        expect(await real.changes[0].expire(change.id)).toBe(true);
        change.state = 'expired';
      } else {
        await real
          .applying('answered')
          .apply(change.id)
          .catch(() => undefined);
        noteWrites(change, model, real);
        await adopt(change, model, real);
      }
    }
    await pause(SETTLE_MS);
  }
  await inspect(model, real);
  expect(model.changes.filter(isOpen)).toEqual([]);
  for (const input of model.inputs.filter(({ document }) => document !== undefined)) {
    expect(configurationOf(alooma.text(input.name))).toEqual(configurationOf(input.document ?? ''));
  }
}
