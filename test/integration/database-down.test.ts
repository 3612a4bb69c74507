import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '../../sandbox/slack/client-api.ts';
import { changesOf, writesTo } from '../support/asking.ts';
import { addInput, askForEdit, changeOf, ended, timesWritten } from '../support/changes.ts';
import { closeAll } from '../support/forms.ts';
import { startLiveClock } from '../support/live-clock.ts';
import { startProxy, type TcpProxy } from '../support/proxy.ts';
import { type Actor, startWorld, until, type World, wordsOf } from '../support/world.ts';

const HEARD_WITHIN_MS = 2_500;

/** Stopped, refusing, or silent: the database is away, and comes back. */
describe('while the database is away', () => {
  let world: World;
  let proxy: TcpProxy;
  beforeAll(async () => {
    proxy = await startProxy(process.env.TEST_DATABASE_URL ?? '');
    world = await startWorld({ reachDatabase: (url) => proxy.through(url) });
  });
  afterEach(async () => {
    proxy.open();
    await closeAll(world.oncall, world.approver);
    await isBack();
  });
  afterAll(async () => {
    await world.stop();
    await proxy.close();
  });

  /** @returns the private message that this person then sees, which came in time */
  async function heard(actor: Actor, act: () => Promise<unknown>): Promise<Message> {
    const before = new Set(actor.sees().map(({ ts }) => ts));
    const lived = startLiveClock();
    // A command that is acknowledged is so before its answer comes.
    await act();
    const told = await until(() =>
      actor.sees().find(({ ts, isEphemeral }) => isEphemeral && !before.has(ts)),
    );
    expect(lived()).toBeLessThan(HEARD_WITHIN_MS);
    return told;
  }

  /** Nothing is under way any more: cards are drawn, and their links known. */
  const settled = () =>
    until(
      async () => {
        const { rows } = await world.pool.query<{ left: number }>(
          `select (select count(*) from graphile_worker.jobs where locked_at is not null)
             + (select count(*) from changes where card_ts is null or card_link is null) as left`,
        );
        return Number(rows[0]?.left) === 0;
      },
      () => 'everything to be done that was under way',
    );

  const isBack = () => until(async () => (await fetch(`${world.app.url}/readyz`)).status === 200);

  const AWAY = ['cut', 'stall'] as const;

  it.each(AWAY)('%s: a command is answered privately in time, and nothing is done', async (how) => {
    const name = `asked_while_${how}`;
    addInput(world, name);
    await settled();
    proxy[how]();
    const told = await heard(world.oncall, () => world.oncall.types(`/alooma edit ${name} batch_size 2`));
    expect(wordsOf(told)).toContain('database does not answer, so nothing was done');
    proxy.open();
    await askForEdit(world, name);
    expect(await changesOf(world, name)).toHaveLength(1);
  });

  it.each(AWAY)('%s: a pause is answered so, too, and pauses nothing', async (how) => {
    const name = `paused_while_${how}`;
    addInput(world, name);
    await settled();
    proxy[how]();
    const told = await heard(world.oncall, () => world.oncall.types(`/alooma pause ${name}`));
    expect(wordsOf(told)).toContain('nothing was done');
    proxy.open();
    await isBack();
    expect(await changesOf(world, name)).toEqual([]);
    expect(writesTo(world).filter((path) => path.includes('pause'))).toEqual([]);
  });

  it.each(AWAY)('%s: so is what only reads', async (how) => {
    await settled();
    proxy[how]();
    const told = await heard(world.oncall, () => world.oncall.types('/alooma approvals'));
    expect(wordsOf(told)).toContain('nothing was done');
  });

  it.each(AWAY)('%s: a click decides nothing, and counts once the database is back', async (how) => {
    const name = `clicked_while_${how}`;
    const id = addInput(world, name);
    const card = await askForEdit(world, name);
    await settled();
    proxy[how]();
    for (const label of ['Approve', 'Reject']) {
      const told = await heard(world.approver, () => world.approver.clicks(label, card));
      expect(wordsOf(told)).toContain('nothing was done');
    }
    proxy.open();
    await isBack();
    expect((await changeOf(world, name)).state).toBe('pending');
    await world.approver.clicks('Approve', card);
    expect((await ended(world, name)).state).toBe('applied');
    expect(timesWritten(world, id)).toBe(1);
  });

  it.each(AWAY)('%s: a form says so where it was filled in, and stays', async (how) => {
    const name = `filled_in_while_${how}`;
    addInput(world, name);
    await world.oncall.opensModal(`/alooma edit ${name}`);
    await settled();
    proxy[how]();
    const lived = startLiveClock();
    const result = await world.oncall.submits({ 'field:batch_size': '2' });
    expect(lived()).toBeLessThan(HEARD_WITHIN_MS);
    expect(JSON.stringify(result)).toContain('nothing was done');
    expect(world.oncall.modal()).toBeDefined();
    proxy.open();
    await isBack();
    expect(await changesOf(world, name)).toEqual([]);
    expect(await world.oncall.submits({ 'field:batch_size': '2' })).toEqual({ ok: true });
    expect(await until(async () => (await changesOf(world, name))[0])).toMatchObject({ state: 'pending' });
  });

  it.each([
    ['a command, before its change is kept', 'insert into changes', 'asked'],
    ['a click, before it is counted', 'approvals = approvals', 'clicked'],
    ['a click, before the change is read', 'select * from changes where id', 'read'],
  ])('silent from the middle of %s: it is answered in time, and nothing is done', async (_, at, how) => {
    const name = `silent_while_${how}`;
    const id = addInput(world, name);
    const card = how === 'asked' ? undefined : await askForEdit(world, name);
    await settled();
    proxy.stallBefore(at);
    const told = card
      ? await heard(world.approver, () => world.approver.clicks('Approve', card))
      : await heard(world.oncall, () => world.oncall.types(`/alooma edit ${name} batch_size 2`));
    expect(proxy.isStalled()).toBe(true);
    expect(wordsOf(told)).toContain('nothing was done');
    proxy.open();
    await isBack();
    if (card) {
      expect((await changeOf(world, name)).state).toBe('pending');
      await world.approver.clicks('Approve', card);
    } else {
      expect(await changesOf(world, name)).toEqual([]);
      await world.approver.clicks('Approve', await askForEdit(world, name));
    }
    expect((await ended(world, name)).state).toBe('applied');
    expect(timesWritten(world, id)).toBe(1);
  });

  it('stuck behind a lock: it is answered in time, and nothing is done', async () => {
    addInput(world, 'locked_out');
    const card = await askForEdit(world, 'locked_out');
    const client = await world.pool.connect();
    try {
      await client.query('begin');
      await client.query(`select from changes where input_name = 'locked_out' for update`);
      const told = await heard(world.approver, () => world.approver.clicks('Approve', card));
      expect(wordsOf(told)).toContain('nothing was done');
    } finally {
      await client.query('rollback');
      client.release();
    }
    expect((await changeOf(world, 'locked_out')).state).toBe('pending');
    await world.approver.clicks('Approve', card);
    expect((await ended(world, 'locked_out')).state).toBe('applied');
  });

  it('goes on with what was on its way, once it is back', async () => {
    const id = addInput(world, 'on_its_way');
    const card = await askForEdit(world, 'on_its_way');
    const letGo = world.alooma.faults.hold({ path: new RegExp(id), times: 1 });
    await world.approver.clicks('Approve', card);
    await until(async () => (await changeOf(world, 'on_its_way')).state === 'applying');
    proxy.cut();
    letGo();
    const told = await heard(world.oncall, () => world.oncall.types('/alooma list'));
    expect(wordsOf(told)).toContain('does not answer');
    proxy.open();
    expect((await ended(world, 'on_its_way')).state).toBe('applied');
    expect(timesWritten(world, id)).toBe(1);
  });
});

describe('a worker', () => {
  it('takes jobs also where the database was lost as it asked for the first one', async () => {
    const proxy = await startProxy(process.env.TEST_DATABASE_URL ?? '');
    const world = await startWorld({
      environment: { ROLE: 'web' },
      reachDatabase: (url) => proxy.through(url),
    });
    try {
      addInput(world, 'first_of_all');
      const card = await askForEdit(world, 'first_of_all');
      proxy.cutBefore('_private_tasks as tasks (identifier)');
      await world.startAnother({ ROLE: 'worker' });
      await until(() => proxy.isCut());
      proxy.open();
      await until(async () => (await fetch(`${world.app.url}/readyz`)).status === 200);
      await world.approver.clicks('Approve', card);
      expect((await ended(world, 'first_of_all')).state).toBe('applied');
    } finally {
      await world.stop();
      await proxy.close();
    }
  });
});
