import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChangeState, isFinal } from '../../src/domain/change.ts';
import { changesOf } from '../support/asking.ts';
import { addInput, approveEdit, askForEdit, batchSizeOf, redrawn, timesWritten } from '../support/changes.ts';
import { buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

/** The input moved between the preview and the approval: only what was reviewed is written. */
describe('an input that somebody else touches while its change waits', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  /** Asks, lets the outside happen, approves, and waits for the end. */
  async function approveAfter(name: string, happening: () => void) {
    const card = await askForEdit(world, name);
    happening();
    await world.approver.clicks('Approve', card);
    const state = await until(async () => {
      const [first] = await changesOf(world, name);
      return first && isFinal(first.state as ChangeState) && first.state;
    });
    const drawn = await redrawn(world, card, /and applied|out of date|and failed/);
    return { state, words: wordsOf(drawn), buttons: buttonsOf(drawn) };
  }

  it.each([
    ['the same field', 'batch_size', 9],
    ['another field', 'server', 'elsewhere.example.com'],
  ])('is left alone when %s was edited', async (_, field, value) => {
    const name = `moved_${field}`;
    const id = addInput(world, name);
    const { state, words, buttons } = await approveAfter(name, () =>
      world.alooma.edit(name, (input) => Object.assign(input.configuration as object, { [field]: value })),
    );
    expect(state).toBe('stale');
    expect(words).toContain('has changed since the preview, so nothing was written');
    expect(words).toContain(field === 'batch_size' ? '`batch_size`: `1` → `9`' : '`server`: ');
    expect(words).not.toContain('and applied');
    expect(buttons).toEqual(['View all']);
    expect(timesWritten(world, id)).toBe(0);
    expect(batchSizeOf(world, name)).toBe(field === 'batch_size' ? 9 : 1);
  });

  it('is left alone when it was renamed', async () => {
    const id = addInput(world, 'moved_name');
    const { state } = await approveAfter('moved_name', () => world.alooma.rename('moved_name', 'new_name'));
    expect(state).toBe('stale');
    expect(timesWritten(world, id)).toBe(0);
  });

  it('is written when only what moves by itself has moved, which stays as it is now', async () => {
    const id = addInput(world, 'moving_by_itself');
    const { state } = await approveAfter('moving_by_itself', () =>
      world.alooma.edit('moving_by_itself', (input) => {
        input.stats = { count: 77_777 };
        input.state = 'IDLE';
      }),
    );
    expect(state).toBe('applied');
    expect(timesWritten(world, id)).toBe(1);
    const text = world.alooma.text('moving_by_itself');
    expect(text).toContain('"batch_size":2');
    expect(text).toContain('"count":77777');
    expect(text).toContain('"state":"IDLE"');
  });

  it('that was removed is said to be gone', async () => {
    const id = addInput(world, 'removed');
    const { state, words } = await approveAfter('removed', () => world.alooma.remove('removed'));
    expect(state).toBe('stale');
    expect(words).toContain('no longer exists, so nothing was written');
    expect(timesWritten(world, id)).toBe(0);
  });

  it('that is already as proposed is applied without a write', async () => {
    const id = addInput(world, 'already_so');
    const { state, words } = await approveAfter('already_so', () =>
      world.alooma.edit('already_so', ({ configuration }) =>
        Object.assign(configuration as object, { batch_size: 2 }),
      ),
    );
    expect(state).toBe('applied');
    expect(words).toContain('nothing was sent');
    expect(timesWritten(world, id)).toBe(0);
  });

  it('tells the one who asked, in the thread of the card', async () => {
    addInput(world, 'told_of');
    const card = await approveEdit(world, 'told_of');
    const told = await world.oncall.waitsFor(/applied, approved by.*`told_of`/s);
    expect(told.threadTs).toBe(card.ts);
    expect(wordsOf(told)).toContain(`<@${world.oncall.id}>`);
  });
});
