import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  addInput,
  approveEdit,
  askForEdit,
  batchSizeOf,
  changeOf,
  ended,
  hurry,
  inState,
  redrawn,
  timesWritten,
  writing,
} from '../support/changes.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

/** Alooma is silent for longer than the bot waits. What it did meanwhile shows when the input is read again. */
describe('a write without an answer', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ environment: { ALOOMA_TIMEOUT: '1s', SETTLE_AFTER: '2s' } });
  });
  afterAll(() => world.stop());

  it.each([
    ['that took effect is applied, and not sent again', true, 1],
    ['that had no effect is sent again', false, 2],
  ])('%s', async (_, takesEffect, writes) => {
    const name = `hangs_${takesEffect}`;
    const id = addInput(world, name);
    world.alooma.faults.hang({ ...writing(id, 1), takesEffect });
    const card = await approveEdit(world, name);
    const { state } = await ended(world, name);
    expect(state).toBe('applied');
    await redrawn(world, card, 'and applied');
    expect(timesWritten(world, id)).toBe(writes);
    expect(batchSizeOf(world, name)).toBe(2);
  });

  it('that lands after the time-out is waited for, and not sent again', async () => {
    const id = addInput(world, 'lands_late');
    world.alooma.faults.delay(1_500, writing(id, 1));
    const card = await approveEdit(world, 'lands_late');
    await until(() => timesWritten(world, id) === 1);
    // It shows as being applied for as long as it is not known to be.
    const { written_at: sentAt } = await inState(world, 'lands_late', 'applying');
    expect(sentAt).not.toBeNull();
    const { state } = await ended(world, 'lands_late');
    expect(state).toBe('applied');
    const drawn = await redrawn(world, card, 'and applied');
    expect(wordsOf(drawn)).not.toContain('nothing was sent');
    expect(timesWritten(world, id)).toBe(1);
  });

  it('whose outcome cannot be read is said to be unknown', async () => {
    const id = addInput(world, 'never_settled');
    world.alooma.faults.hang({ ...writing(id, 1), takesEffect: true });
    const card = await approveEdit(world, 'never_settled');
    await until(() => timesWritten(world, id) === 1);
    world.alooma.faults.status(403, { method: 'GET', path: new RegExp(`^inputs/${id}$`) });
    const { state } = await ended(world, 'never_settled');
    const words = wordsOf(await redrawn(world, card, 'and failed'));
    expect(state).toBe('failed');
    expect(words).toContain('Whether the change was made is not known');
    expect(words).not.toContain('Nothing was changed');
    expect(timesWritten(world, id)).toBe(1);
  });

  it('is given up when Alooma stays away, with nothing changed', async () => {
    const id = addInput(world, 'stays_away');
    const reading = { method: 'GET', path: new RegExp(`^inputs/${id}$`) };
    const card = await askForEdit(world, 'stays_away');
    world.alooma.faults.hang(reading);
    await world.approver.clicks('Approve', card);
    await inState(world, 'stays_away', 'applying');
    const { id: changeId } = await changeOf(world, 'stays_away');
    await until(async () => {
      await world.pool.query(
        `update graphile_worker._private_jobs set attempts = max_attempts - 1 where key = $1 and locked_at is null`,
        [`apply:${changeId}`],
      );
      await hurry(world);
      return (await changeOf(world, 'stays_away')).state === 'failed';
    });
    const words = wordsOf(await redrawn(world, card, 'and failed'));
    expect(words).toContain('did not answer within 1 s');
    expect(words).toContain('Nothing was changed.');
    expect(timesWritten(world, id)).toBe(0);
  });
});

describe('a write without an answer for longer than an outcome needs to settle', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ environment: { ALOOMA_TIMEOUT: '2s', SETTLE_AFTER: '1s' } });
  });
  afterAll(() => world.stop());

  it('still has that long to land after the time-out, and is not sent again', async () => {
    const id = addInput(world, 'lands_very_late');
    world.alooma.faults.delay(2_500, writing(id, 1));
    await approveEdit(world, 'lands_very_late');
    expect((await ended(world, 'lands_very_late')).state).toBe('applied');
    expect(timesWritten(world, id)).toBe(1);
  });
});
