import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buttonsOf, startWorld, type World, wordsOf } from '../support/world.ts';

describe('the main job', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it('pauses an input and posts the result in the channel', async () => {
    const { oncall, approver, alooma } = world;
    await oncall.types('/alooma pause orders_db because warehouse maintenance');
    const card = await approver.waitsFor('paused `orders_db`');
    expect(wordsOf(card)).toContain('warehouse maintenance');
    expect(card.isEphemeral).toBe(false);
    expect(alooma.inputs().find(({ name }) => name === 'orders_db')?.paused).toBe(true);
  });

  it('shows an edit as a diff, and applies it once somebody else approves', async () => {
    const { oncall, approver, alooma } = world;
    await oncall.types('/alooma edit orders_db batch_size 50000');
    const card = await approver.waitsFor('Waits for an approval');
    expect(buttonsOf(card)).toEqual(['Approve', 'Reject', 'Cancel', 'View all']);
    await approver.clicks('Approve', card);
    await oncall.waitsFor('applied, approved by');
    const drawn = await approver.waitsFor('and applied');
    expect(drawn.ts).toBe(card.ts);
    expect(buttonsOf(drawn)).toEqual(['View all', 'Undo']);
    expect(alooma.text('orders_db')).toContain('"batch_size":50000');
  });
});
