import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  addInput,
  approveEdit,
  batchSizeOf,
  changeOf,
  ended,
  inState,
  redrawn,
  timesWritten,
} from '../support/changes.ts';
import { startWorld, type World, wordsOf } from '../support/world.ts';

/**
 * A worker was killed between writing down that it sends a write and hearing of it. What it leaves is a row; the
 * rows are made here, and another worker is started on them.
 */
describe('what a killed worker left', () => {
  let world: World;
  const ids = new Map<string, string>();
  const idOf = (name: string) => ids.get(name) ?? '';
  const sentAt = new Map<string, Date>();

  async function leave(name: string, secondsAgo: number, writes: number): Promise<void> {
    ids.set(name, addInput(world, name));
    await approveEdit(world, name);
    await inState(world, name, 'approved');
    const { rows } = await world.pool.query<{ written_at: Date }>(
      `update changes set state = 'applying', version = version + 1, applying_at = now(), writes = $2,
         written_at = now() - make_interval(secs => $3) where input_name = $1 returning written_at`,
      [name, writes, secondsAgo],
    );
    for (const { written_at: at } of rows) sentAt.set(name, at);
  }

  const edit = (name: string, fields: object) =>
    world.alooma.edit(name, ({ configuration }) => Object.assign(configuration as object, fields));

  beforeAll(async () => {
    world = await startWorld({ environment: { ROLE: 'web', SETTLE_AFTER: '2s' } });
    await leave('landed', 60, 1);
    edit('landed', { batch_size: 2 });
    await leave('vanished', 60, 1);
    await leave('vanished_thrice', 60, 3);
    await leave('overtaken', 60, 1);
    edit('overtaken', { batch_size: 2, server: 'elsewhere.example.com' });
    await leave('under_way', 0, 1);
    await world.startAnother({ ROLE: 'worker', SETTLE_AFTER: '2s' });
  });
  afterAll(() => world.stop());

  it('a write that landed is not sent again', async () => {
    expect((await ended(world, 'landed')).state).toBe('applied');
    expect(timesWritten(world, idOf('landed'))).toBe(0);
  });

  it('a write that did not land is sent again', async () => {
    expect((await ended(world, 'vanished')).state).toBe('applied');
    expect(timesWritten(world, idOf('vanished'))).toBe(1);
    expect(batchSizeOf(world, 'vanished')).toBe(2);
  });

  it('a third write that did not land was the last', async () => {
    expect((await ended(world, 'vanished_thrice')).state).toBe('failed');
    expect(timesWritten(world, idOf('vanished_thrice'))).toBe(0);
  });

  it('an input that is neither as before nor as proposed leaves it open whether it was written', async () => {
    const { state, outcome } = await ended(world, 'overtaken');
    expect(state).toBe('failed');
    expect(outcome).toContain('Whether the change was made is not known');
    expect(timesWritten(world, idOf('overtaken'))).toBe(0);
  });

  it('a write that may still be under way is given time to land', async () => {
    expect(await ended(world, 'under_way')).toMatchObject({ state: 'applied', writes: 2 });
    const [again] = world.alooma.requests.filter(
      ({ method, path }) => method === 'PUT' && path.endsWith(idOf('under_way')),
    );
    expect((again?.at ?? 0) - (sentAt.get('under_way')?.getTime() ?? 0)).toBeGreaterThanOrEqual(2_000);
  });

  it('the card says how it ended', async () => {
    const { card_ts: ts } = await changeOf(world, 'landed');
    const card = world.approver.sees().find((message) => message.ts === ts);
    if (!card) throw new Error('There is no card');
    expect(wordsOf(await redrawn(world, card, 'and applied'))).not.toContain('nothing was sent');
  });
});
