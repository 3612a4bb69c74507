import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  addInput,
  approveEdit,
  askForEdit,
  batchSizeOf,
  ended,
  hurry,
  redrawn,
  timesWritten,
  writing,
} from '../support/changes.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

/** Alooma refuses, fails or breaks off: the card says no more than what is known. */
describe('a write that does not go well', () => {
  let world: World;
  /** What is done to an input as its write is carried out, and before anybody can read what came of it. */
  const onceWritten = new Map<string, () => void>();
  beforeAll(async () => {
    world = await startWorld({
      alooma: {
        onWrite({ path }) {
          const id = path.split('/').at(-1) ?? '';
          onceWritten.get(id)?.();
          onceWritten.delete(id);
        },
      },
    });
  });
  afterAll(() => world.stop());

  async function approveAndWait(name: string) {
    const card = await approveEdit(world, name);
    const change = await ended(world, name);
    const drawn = await redrawn(world, card, /and applied|out of date|and failed/);
    return { ...change, words: wordsOf(drawn) };
  }

  it.each([
    [400, 'refused (400)'],
    [409, 'refused (409)'],
    [401, 'ALOOMA_API_KEY'],
  ])('that is answered by %i has failed, at once and with a sentence', async (status, sentence) => {
    const name = `refused_${status}`;
    const id = addInput(world, name);
    world.alooma.faults.status(status, writing(id, 1));
    const { id: changeId, state, words } = await approveAndWait(name);
    expect(state).toBe('failed');
    expect(words).toContain(sentence);
    expect(words).toContain('Nothing was changed.');
    expect(words).not.toContain('and applied');
    expect(timesWritten(world, id)).toBe(1);
    expect(batchSizeOf(world, name)).toBe(1);
    // Its job goes a moment after its card is drawn; one that has failed would stay, to be tried again later.
    const job = await until(async () => {
      const { rows } = await world.pool.query<{ locked_at: Date | null }>(
        'select locked_at from graphile_worker.jobs where key = $1',
        [`apply:${changeId}`],
      );
      return rows.every(({ locked_at: lockedAt }) => lockedAt === null) && rows;
    });
    expect(job).toEqual([]);
  });

  it.each([401, 403])(
    'for which the input cannot be read (%i) is not sent, and has failed at once',
    async (status) => {
      const name = `unread_${status}`;
      const id = addInput(world, name);
      const card = await askForEdit(world, name);
      world.alooma.faults.status(status, { method: 'GET', path: new RegExp(`^inputs/${id}$`) });
      await world.approver.clicks('Approve', card);
      const { id: changeId, state } = await ended(world, name);
      expect(state).toBe('failed');
      expect(wordsOf(await redrawn(world, card, 'and failed'))).toContain('Nothing was changed.');
      expect(timesWritten(world, id)).toBe(0);
      // At once: it was read by nothing but this one attempt.
      const ofIt = world.log.filter((line) => line.includes(changeId));
      expect(ofIt.some((line) => line.includes('"job":"apply"') && line.includes('A job failed'))).toBe(
        false,
      );
    },
  );

  it.each([
    ['the connection was lost after it took effect', 'dropAfter', true],
    ['the connection was lost before it took effect', 'dropBefore', false],
    ['a 504 came after it took effect', 504, true],
    ['a 504 came before it took effect', 504, false],
    ['a 500 came after it took effect', 500, true],
  ] as const)('is settled by reading: %s', async (what, fault, takesEffect) => {
    const name = what.replaceAll(' ', '_').slice(-40);
    const id = addInput(world, name);
    if (typeof fault === 'number') world.alooma.faults.status(fault, { ...writing(id, 1), takesEffect });
    else world.alooma.faults[fault](writing(id, 1));
    const { state, words } = await approveAndWait(name);
    expect(state).toBe('applied');
    expect(words).toContain('and applied');
    expect(words).not.toContain('nothing was sent');
    expect(timesWritten(world, id)).toBe(takesEffect ? 1 : 2);
    expect(batchSizeOf(world, name)).toBe(2);
  });

  it('that is put off by a 429 is sent again, and is not counted as one that vanished', async () => {
    const id = addInput(world, 'too_many_calls');
    world.alooma.faults.status(429, writing(id, 3));
    const card = await approveEdit(world, 'too_many_calls');
    await until(async () => {
      await hurry(world);
      return timesWritten(world, id) === 4;
    });
    await redrawn(world, card, 'and applied');
    expect(timesWritten(world, id)).toBe(4);
    expect(batchSizeOf(world, 'too_many_calls')).toBe(2);
  });

  it('that never shows, though it was sent three times, has failed', async () => {
    const id = addInput(world, 'never_taken');
    world.alooma.faults.dropBefore(writing(id));
    const { state, words } = await approveAndWait('never_taken');
    expect(state).toBe('failed');
    expect(words).toContain('sent 3 times');
    expect(words).not.toContain('and applied');
    expect(words).not.toContain('Nothing was changed');
    expect(timesWritten(world, id)).toBe(3);
  });

  it.each([
    ['edited', (name: string) => world.alooma.edit(name, (input) => Object.assign(input, { type: 'S3' }))],
    ['removed', (name: string) => world.alooma.remove(name)],
  ])('whose answer is lost is of unknown outcome when the input is %s then', async (what, happen) => {
    const name = `unknown_when_${what}`;
    const id = addInput(world, name);
    world.alooma.faults.dropAfter(writing(id, 1));
    onceWritten.set(id, () => happen(name));
    const card = await approveEdit(world, name);
    const { state } = await ended(world, name);
    const words = wordsOf(await redrawn(world, card, 'and failed'));
    expect(state).toBe('failed');
    expect(words).toContain('Whether the change was made is not known');
    expect(words).not.toMatch(/nothing was (written|changed|sent)/i);
    expect(timesWritten(world, id)).toBe(1);
  });
});
