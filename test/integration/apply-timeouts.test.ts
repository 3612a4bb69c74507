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

/** Every look at an input but the first, which applying takes before it writes. */
function readingAfterwards({ alooma }: World, id: string) {
  const reading = { method: 'GET', path: new RegExp(`^inputs/${id}$`) };
  alooma.faults.delay(0, { ...reading, times: 1 });
  return reading;
}

/**
 * Approves an edit of which the write gets no answer, waits until the bot has given that up, and only then lets it land:
 * the input is not read before that.
 * @returns the card, and how long after it was sent the input is read, in milliseconds
 */
async function landsOnceGivenUp(world: World, name: string) {
  const { alooma, approver, pool } = world;
  const id = addInput(world, name);
  const card = await askForEdit(world, name);
  const letLand = alooma.faults.hold(writing(id, 1));
  const letRead = alooma.faults.hold(readingAfterwards(world, id));
  await approver.clicks('Approve', card);
  const waiting = await until(
    async () => {
      const { rows } = await pool.query<{ state: string; after: number }>(
        `select state, (extract(epoch from run_at - written_at) * 1000)::float as after
         from changes join graphile_worker.jobs on key = 'apply:' || changes.id
         where input_name = $1 and locked_at is null and run_at > written_at`,
        [name],
      );
      return rows[0];
    },
    () => `the write of ${name} to be given up`,
  );
  // It shows as being applied for as long as it is not known to be.
  expect(waiting.state).toBe('applying');
  expect(timesWritten(world, id)).toBe(1);
  letLand();
  letRead();
  return { id, card, readAfter: waiting.after };
}

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
    const { id, card } = await landsOnceGivenUp(world, 'lands_late');
    const { state } = await ended(world, 'lands_late');
    expect(state).toBe('applied');
    const drawn = await redrawn(world, card, 'and applied');
    expect(wordsOf(drawn)).not.toContain('nothing was sent');
    expect(timesWritten(world, id)).toBe(1);
  });

  it('whose outcome cannot be read is said to be unknown', async () => {
    const id = addInput(world, 'never_settled');
    const card = await askForEdit(world, 'never_settled');
    world.alooma.faults.hang({ ...writing(id, 1), takesEffect: true });
    world.alooma.faults.status(403, readingAfterwards(world, id));
    await world.approver.clicks('Approve', card);
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
    const { id, readAfter } = await landsOnceGivenUp(world, 'lands_very_late');
    // Two seconds without an answer, and one to settle; a timer may be a millisecond early.
    expect(readAfter).toBeGreaterThanOrEqual(2_990);
    expect((await ended(world, 'lands_very_late')).state).toBe('applied');
    expect(timesWritten(world, id)).toBe(1);
  });
});
