import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '../../sandbox/slack/client-api.ts';
import {
  addInput,
  approveEdit,
  askForEdit,
  changeOf,
  ended,
  redrawn,
  timesWritten,
} from '../support/changes.ts';
import { startProxy, type TcpProxy } from '../support/proxy.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

/** The jobs that hold a lock, and in whose name. */
const locksIn = async ({ pool }: World) =>
  (
    await pool.query<{ key: string; locked_by: string }>(
      'select key, locked_by from graphile_worker._private_jobs where locked_by is not null',
    )
  ).rows;

describe('changes that no worker takes', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ environment: { ROLE: 'web' } });
  });
  afterAll(() => world.stop());

  const names = ['left_waiting', 'left_locked', 'left_unlisted', 'left_orphaned'] as const;
  const cards = new Map<string, Message>();
  const lock = async (name: string, by: string, seconds = 0) =>
    world.pool.query(
      `update graphile_worker._private_jobs set locked_at = now() - $3 * interval '1 second', locked_by = $2, attempts = 1
       where key = $1`,
      [`apply:${(await changeOf(world, name)).id}`, by, seconds],
    );

  it('say on their cards that no worker is running', async () => {
    for (const name of names) {
      addInput(world, name);
      const card = await approveEdit(world, name);
      cards.set(name, card);
      await redrawn(world, card, 'no worker is running');
    }
  });

  it('are in what `show` says of their inputs', async () => {
    await world.oncall.types('/alooma show left_waiting');
    const shown = await world.oncall.waitsFor('Waiting changes');
    expect(wordsOf(shown)).toContain('Open the card');
  });

  it('that were paused at once say so, too', async () => {
    addInput(world, 'left_running');
    await world.oncall.types('/alooma pause left_running');
    await world.oncall.waitsFor('no worker is running');
  });

  it('say so also when Slack did not take that at first', async () => {
    const late = ['first_late', 'second_late'];
    await world.pool.query(
      `insert into workers (id, graphile_ids, beat_at) values ('dying', '{}', now() + interval '1 hour')`,
    );
    for (const name of late) {
      addInput(world, name);
      const card = await approveEdit(world, name);
      cards.set(name, card);
      await redrawn(world, card, 'Applying');
    }
    // Slack's client tries three times by itself.
    world.slack.faults.fail('chat.update', { status: 500 }, 3);
    await world.pool.query(`delete from workers where id = 'dying'`);
    await world.pool.query(`update changes set approved_at = now() - interval '1 minute'`);
    await until(async () => (await changeOf(world, 'second_late')).waiting_shown);
    for (const name of late) {
      const card = cards.get(name);
      if (card) await redrawn(world, card, 'no worker is running');
    }
  });

  it('are applied once a worker starts, also what a dead one had locked and what has lost its job', async () => {
    await world.pool.query(
      `insert into workers (id, graphile_ids, beat_at) values ('dead', '{pool-dead}', now() - interval '1 minute')`,
    );
    await lock('left_locked', 'pool-dead');
    // It was killed before it could say under which name it locks.
    await lock('left_unlisted', 'pool-never-listed', 60);
    await world.pool.query('delete from graphile_worker._private_jobs where key = $1', [
      `apply:${(await changeOf(world, 'left_orphaned')).id}`,
    ]);
    await world.startAnother({ ROLE: 'worker' });
    for (const name of names) {
      expect((await ended(world, name)).state).toBe('applied');
      const card = cards.get(name);
      if (card) await redrawn(world, card, 'and applied');
    }
    await world.oncall.waitsFor('paused `left_running`');
    const { rows } = await world.pool.query(`select from workers where id = 'dead'`);
    expect(rows).toEqual([]);
  });
});

/**
 * The database is lost just as the job is closed that pauses the input, and comes back. Not before it is noted where the
 * card stands: a card of which that is not known is posted again only when its lease has run out, after 45 seconds.
 */
async function pauseAndLoseDatabase(world: World, proxy: TcpProxy, name: string): Promise<void> {
  const letGo = world.alooma.faults.hold({ path: /\/pause\?/, times: 1 });
  await world.oncall.types(`/alooma pause ${name}`);
  await world.oncall.waitsFor(`Pausing \`${name}\``);
  await until(async () => (await changeOf(world, name)).card_link ?? undefined);
  proxy.cutBefore('delete from "graphile_worker"._private_jobs');
  letGo();
  await until(() => proxy.isCut());
  proxy.open();
}

describe('a worker', () => {
  it('is on the list under the names in which it locks its jobs, so that they can be freed', async () => {
    const world = await startWorld({ environment: { ALOOMA_TIMEOUT: '1s' } });
    try {
      world.alooma.faults.hang({ method: 'GET', path: /^inputs\// });
      await world.oncall.types('/alooma pause orders_db');
      await world.oncall.waitsFor('Pausing `orders_db`');
      const [held] = await until(async () => {
        const locks = await locksIn(world);
        return locks.length > 0 && locks;
      });
      const { rows } = await world.pool.query<{ graphile_ids: string[] }>('select graphile_ids from workers');
      expect(rows.flatMap(({ graphile_ids: ids }) => ids)).toContain(held?.locked_by);
    } finally {
      await world.stop();
    }
  });

  it('takes up a job that the database takes for its own, and of which it never heard', async () => {
    const world = await startWorld();
    try {
      addInput(world, 'never_heard_of');
      await askForEdit(world, 'never_heard_of');
      const { id } = await changeOf(world, 'never_heard_of');
      await world.pool.query(
        `with approved as (
           update changes set state = 'approved', approved_by = $2, approved_at = now(),
             approvals = jsonb_build_array(jsonb_build_object('by', $2::text, 'at', now())) where id = $1::uuid returning id
         ), job as (
           select (graphile_worker.add_job('apply', json_build_object('changeId', id), job_key := 'apply:' || id,
             run_at := now() + interval '1 hour')).id from approved
         ) select id from job`,
        [id, world.approver.id],
      );
      await world.pool.query(
        `update graphile_worker._private_jobs set run_at = now(), attempts = 1, locked_at = now() - interval '1 minute',
           locked_by = (select graphile_ids[1] from workers) where key = $1`,
        [`apply:${id}`],
      );
      expect((await ended(world, 'never_heard_of')).state).toBe('applied');
    } finally {
      await world.stop();
    }
  });

  it('that was started again is on the list under its new name before it beats the next time', async () => {
    const proxy = await startProxy(process.env.TEST_DATABASE_URL ?? '');
    const environment = { ALOOMA_TIMEOUT: '3s' };
    const world = await startWorld({ environment, reachDatabase: (url) => proxy.through(url) });
    const listed = async () =>
      (await world.pool.query<{ graphile_ids: string[] }>('select graphile_ids from workers')).rows.flatMap(
        ({ graphile_ids: ids }) => ids,
      );
    try {
      for (const name of ['locked_before', 'locked_anew']) addInput(world, name);
      const [before] = await until(async () => {
        const names = await listed();
        return names.length > 0 && names;
      });
      await pauseAndLoseDatabase(world, proxy, 'locked_before');
      await world.oncall.waitsFor('paused `locked_before`');
      world.alooma.faults.hang({ method: 'GET', path: /^inputs\// });
      await world.oncall.types('/alooma pause locked_anew');
      const [held] = await until(async () => {
        const locks = await locksIn(world);
        return locks.length > 0 && locks.every(({ locked_by: by }) => by !== before) && locks;
      });
      expect(await listed()).toContain(held?.locked_by);
    } finally {
      await world.stop();
      await proxy.close();
    }
  });

  it('goes on when the database was lost just as a job was closed', async () => {
    const proxy = await startProxy(process.env.TEST_DATABASE_URL ?? '');
    const world = await startWorld({ reachDatabase: (url) => proxy.through(url) });
    try {
      const id = addInput(world, 'closed_without_database');
      await pauseAndLoseDatabase(world, proxy, 'closed_without_database');
      await world.oncall.waitsFor('paused `closed_without_database`');
      await until(async () => (await locksIn(world)).length === 0);
      await approveEdit(world, 'closed_without_database');
      expect((await ended(world, 'closed_without_database')).state).toBe('applied');
      expect(timesWritten(world, id)).toBe(1);
    } finally {
      await world.stop();
      await proxy.close();
    }
  });
});
