import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  addInput,
  approveEdit,
  changeOf,
  ended,
  redrawn,
  timesWritten,
  writing,
} from '../support/changes.ts';
import { startLiveClock } from '../support/live-clock.ts';
import { startWorld, until, type World } from '../support/world.ts';

/** A bot that waited for nothing would have stopped by then. */
const LONGER_THAN_STOPPING_MS = 1_000;

describe('stopping', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.stop());

  const isAsked = (path: RegExp) => until(() => world.alooma.requests.some((asked) => path.test(asked.path)));

  it('waits for a command that is running, and its answer arrives', async () => {
    const letGo = world.alooma.faults.hold({ path: /^inputs$/ });
    await world.oncall.types('/alooma show orders_db');
    await isAsked(/inputs$/);
    const stopped = world.app.stop();
    setTimeout(letGo, LONGER_THAN_STOPPING_MS);
    await stopped;
    const shown = world.oncall.sees().at(-1);
    expect(shown?.text).toContain('`orders_db` is running');
  });

  it('takes nothing new meanwhile', async () => {
    const letGo = world.alooma.faults.hold({ path: /^inputs$/ });
    await world.oncall.types('/alooma show orders_db');
    await isAsked(/inputs$/);
    const stopped = world.app.stop();
    await expect(world.oncall.types('/alooma list')).rejects.toThrow();
    letGo();
    await stopped;
  });

  it('does not wait for a card that Slack does not take', async () => {
    const web = await world.restart({ ROLE: 'web' });
    const isAlive = (since: string) =>
      world.pool.query(
        `insert into workers (id, graphile_ids, beat_at) values ('one', '{}', now() - $1::interval)
         on conflict (id) do update set beat_at = excluded.beat_at`,
        [since],
      );
    // Its next sign of life is not due before this is over, however long it takes.
    await isAlive('-1 hour');
    addInput(world, 'not_taken');
    const card = await approveEdit(world, 'not_taken');
    await redrawn(world, card, 'Applying');
    world.slack.faults.fail('chat.update', { hang: true }, 9);
    await world.pool.query(`update changes set approved_at = now() - interval '1 minute'`);
    const updates = () => world.slack.calls.filter(({ method }) => method === 'chat.update').length;
    const before = updates();
    await isAlive('1 minute');
    await until(() => updates() > before);
    const lived = startLiveClock();
    await web.stop();
    expect(lived()).toBeLessThan(11_000);
  });

  it('gives up after ten seconds, and what was not done is done by the next process', async () => {
    const id = addInput(world, 'stopped_while_written');
    world.alooma.faults.hang({ ...writing(id, 1), takesEffect: true });
    await approveEdit(world, 'stopped_while_written');
    await until(() => timesWritten(world, id) === 1);
    const before = Date.now();
    const lived = startLiveClock();
    await world.app.stop();
    expect(Date.now() - before).toBeGreaterThan(5_000);
    expect(lived()).toBeLessThan(11_000);
    expect((await changeOf(world, 'stopped_while_written')).state).toBe('applying');
    // Its process is taken for dead a while after its last sign of life.
    await world.pool.query(`update workers set beat_at = now() - interval '1 minute'`);
    await world.startAnother();
    expect((await ended(world, 'stopped_while_written')).state).toBe('applied');
    expect(timesWritten(world, id)).toBe(1);
  });

  it('waits for a write that is under way', async () => {
    const id = addInput(world, 'stopped_while_answered');
    const letGo = world.alooma.faults.hold(writing(id, 1));
    await approveEdit(world, 'stopped_while_answered');
    await until(() => timesWritten(world, id) === 1);
    const stopped = world.app.stop();
    setTimeout(letGo, LONGER_THAN_STOPPING_MS);
    await stopped;
    expect((await changeOf(world, 'stopped_while_answered')).state).toBe('applied');
    expect(timesWritten(world, id)).toBe(1);
    const { rows } = await world.pool.query('select from workers');
    expect(rows).toEqual([]);
  });
});
