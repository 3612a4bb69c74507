import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { editCard } from '../support/asking.ts';
import { addInput, askForEdit, batchSizeOf, changeOf, ended, inState, redrawn } from '../support/changes.ts';
import { cardOfForm } from '../support/forms.ts';
import { buttonsOf, startWorld, type World, wordsOf } from '../support/world.ts';

const NEW_KEY = `k2:${Buffer.alloc(32, 9).toString('base64')}`;

/** The key is exchanged while changes are open. */
describe('a key', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it('that is rotated loses no open change, nor its secrets', async () => {
    addInput(world, 'waits');
    addInput(world, 'with_secret');
    const card = await askForEdit(world, 'waits');
    await world.oncall.opensModal('/alooma edit with_secret');
    const secret = await cardOfForm(world.oncall, { password: 'typed-s3cr3t' });

    await world.restart({ ENCRYPTION_KEY: `${NEW_KEY},${world.environment.ENCRYPTION_KEY}` });
    for (const waiting of [card, secret]) await world.approver.clicks('Approve', waiting);
    expect((await ended(world, 'waits')).state).toBe('applied');
    expect((await ended(world, 'with_secret')).state).toBe('applied');
    expect(batchSizeOf(world, 'waits')).toBe(2);
    expect(world.alooma.text('with_secret')).toContain('typed-s3cr3t');
  });

  it('that is dropped ends what waits and what is on its way with a reason, and holds nothing up', async () => {
    // What begins here is sealed with the old key.
    await world.restart({ ROLE: 'web' });
    addInput(world, 'unread');
    addInput(world, 'unread_approved');
    const card = await askForEdit(world, 'unread');
    const approved = await askForEdit(world, 'unread_approved');
    await world.approver.clicks('Approve', approved);
    await inState(world, 'unread_approved', 'approved');

    await world.restart({ ENCRYPTION_KEY: NEW_KEY, ROLE: 'all' });
    const ending = await redrawn(world, card, 'the key that it was kept under is gone');
    expect(buttonsOf(ending)).toEqual([]);
    expect(wordsOf(ending)).toContain('Set `batch_size` of `unread` from `1` to `2`');
    expect((await changeOf(world, 'unread')).state).toBe('stale');
    const failed = await ended(world, 'unread_approved');
    expect([failed.state, failed.outcome]).toEqual([
      'failed',
      expect.stringContaining('Nothing was changed'),
    ]);
    expect(buttonsOf(await redrawn(world, approved, 'it is failed'))).toEqual([]);
    expect(batchSizeOf(world, 'unread_approved')).toBe(1);

    // Whoever comes next finds nothing in the way.
    for (const name of ['unread', 'unread_approved']) {
      const next = await editCard(world.oncall, `/alooma edit ${name} batch_size 3`);
      await world.approver.clicks('Approve', next);
      await redrawn(world, next, 'and applied');
      expect(batchSizeOf(world, name)).toBe(3);
    }
  });
});
