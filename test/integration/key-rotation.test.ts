import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerToClick, editCard } from '../support/asking.ts';
import {
  addInput,
  askForEdit,
  batchSizeOf,
  changeOf,
  ended,
  hurry,
  inState,
  redrawn,
} from '../support/changes.ts';
import { cardOfForm } from '../support/forms.ts';
import { buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

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

  it('that only some processes have yet is missed by the others without harm', async () => {
    const both = `${NEW_KEY},${world.environment.ENCRYPTION_KEY}`;
    await world.restart({ ENCRYPTION_KEY: both, ROLE: 'web' });
    for (const name of ['early', 'early_approved', 'early_ended']) addInput(world, name);
    const early = await askForEdit(world, 'early');
    const approved = await askForEdit(world, 'early_approved');
    await world.approver.clicks('Approve', approved);
    await inState(world, 'early_approved', 'approved');
    await world.oncall.clicks('Cancel', await askForEdit(world, 'early_ended'));
    await inState(world, 'early_ended', 'cancelled');
    // What it cleans at its start is of its own key, and last.
    const own = await changeOf(world, 'waits');
    await world.pool.query('update changes set undo_until = now() where id = $1', [own.id]);
    await world.pool.query(`select graphile_worker.remove_job('forget:' || $1)`, [own.id]);

    const behind = await world.startAnother({ ROLE: 'worker' });
    await until(async () => (await keptOf('waits')).forgotten);
    await until(async () => {
      const { rowCount } = await world.pool.query(
        `select from graphile_worker._private_jobs
         where key = 'apply:' || $1 and attempts > 0 and locked_at is null`,
        [(await changeOf(world, 'early_approved')).id],
      );
      return rowCount === 1;
    });
    await until(async () => {
      const { rowCount } = await world.pool.query(
        `select from graphile_worker._private_jobs where key = 'forget:' || $1`,
        [(await changeOf(world, 'early_ended')).id],
      );
      return rowCount === 0;
    });
    await behind.stop();
    expect((await changeOf(world, 'early')).state).toBe('pending');
    expect(['approved', 'applying']).toContain((await changeOf(world, 'early_approved')).state);
    expect(await keptOf('early_ended')).toMatchObject({ forgotten: false, base: expect.any(String) });

    await world.startAnother({ ENCRYPTION_KEY: both, ROLE: 'worker' });
    await world.approver.clicks('Approve', early);
    for (const name of ['early', 'early_approved']) {
      await until(() => hurry(world).then(async () => (await changeOf(world, name)).state === 'applied'));
      expect(batchSizeOf(world, name)).toBe(2);
    }
    await until(async () => (await keptOf('early_ended')).forgotten);
    expect((await keptOf('early_ended')).shown).toMatch(/^v1\.k2\./);
  });

  it('that is gone makes whoever clicks read so, ends what is on its way with the reason, and holds nobody up', async () => {
    // What begins here is sealed with the old key.
    await world.restart({ ROLE: 'web' });
    addInput(world, 'unread');
    addInput(world, 'unread_approved');
    const card = await askForEdit(world, 'unread');
    const approved = await askForEdit(world, 'unread_approved');
    await world.approver.clicks('Approve', approved);
    await inState(world, 'unread_approved', 'approved');

    await world.restart({ ENCRYPTION_KEY: NEW_KEY, ROLE: 'all' });
    await world.approver.clicks('Approve', card);
    await world.approver.waitsFor('I cannot read this change');
    expect((await changeOf(world, 'unread')).state).toBe('pending');
    const failed = await until(() => hurry(world).then(() => endedOrNot('unread_approved')));
    expect([failed.state, failed.outcome]).toEqual([
      'failed',
      'It cannot be read: the key that it was kept under is gone. Nothing was changed.',
    ]);
    expect(buttonsOf(await redrawn(world, approved, 'it is failed'))).toEqual([]);
    expect(batchSizeOf(world, 'unread_approved')).toBe(1);

    // Whoever comes next hears whose it is; that one, and who could approve it, can be rid of it.
    await world.backup.types('/alooma edit unread batch_size 3');
    await world.backup.waitsFor(
      `\`unread\` has <${(await changeOf(world, 'unread')).card_link}|another edit>`,
    );
    await answerToClick(world.guest, 'Cancel', card);
    expect((await changeOf(world, 'unread')).state).toBe('pending');
    await world.backup.clicks('Cancel', card);
    const ending = await redrawn(world, card, 'it is cancelled');
    expect(buttonsOf(ending)).toEqual([]);
    expect(wordsOf(ending)).toContain('Set `batch_size` of `unread` from `1` to `2`');

    for (const name of ['unread', 'unread_approved']) {
      const next = await editCard(world.oncall, `/alooma edit ${name} batch_size 3`);
      await world.approver.clicks('Approve', next);
      await redrawn(world, next, 'and applied');
      expect(batchSizeOf(world, name)).toBe(3);
    }
  });

  async function keptOf(name: string) {
    const { rows } = await world.pool.query<{
      forgotten: boolean;
      base: string | null;
      shown: string | null;
    }>('select forgotten, base, shown from changes where id = $1', [(await changeOf(world, name)).id]);
    if (!rows[0]) throw new Error(`There is no change of ${name}`);
    return rows[0];
  }

  async function endedOrNot(name: string) {
    const change = await changeOf(world, name);
    return ['applied', 'failed', 'stale'].includes(change.state) && change;
  }
});
