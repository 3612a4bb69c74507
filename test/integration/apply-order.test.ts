import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, changesOf } from '../support/asking.ts';
import { addInput, approveEdit, batchSizeOf, ended, timesWritten, writing } from '../support/changes.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

/** What is written holds all of an input, and a pause is undone by a resume: on one input, one thing after the other. */
describe('changes of one input that meet', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  const pausedOf = (name: string) => world.alooma.inputs().find((input) => input.name === name)?.paused;
  const statesOf = async (name: string) => (await changesOf(world, name)).map(({ state }) => state);

  async function allApplied(name: string, count: number): Promise<void> {
    await until(
      async () => {
        const states = await statesOf(name);
        return states.length === count && states.every((state) => state === 'applied');
      },
      () => `${count} applied changes of ${name}`,
    );
  }

  it('keeps a pause that is asked for while an edit is being written', async () => {
    const id = addInput(world, 'meets_edit');
    const letGo = world.alooma.faults.hold(writing(id, 1));
    await approveEdit(world, 'meets_edit');
    await until(() => timesWritten(world, id) === 1);
    await world.oncall.types('/alooma pause meets_edit');
    await until(async () => (await statesOf('meets_edit')).length === 2);
    letGo();
    await allApplied('meets_edit', 2);
    expect([pausedOf('meets_edit'), batchSizeOf(world, 'meets_edit')]).toEqual([true, 2]);
  });

  it('does not bring back a pause whose answer was lost, once somebody has resumed', async () => {
    addInput(world, 'meets_resume');
    world.alooma.faults.status(504, { method: 'PUT', path: /pause=true/, times: 1, takesEffect: true });
    await world.oncall.types('/alooma pause meets_resume');
    await until(
      () => pausedOf('meets_resume'),
      () => 'the pause',
    );
    await world.approver.types('/alooma resume meets_resume');
    await allApplied('meets_resume', 2);
    expect(pausedOf('meets_resume')).toBe(false);
    const sent = world.alooma.requests.filter(({ path }) => path.includes('pause='));
    expect(sent.slice(-2).map(({ path }) => path.slice(-10))).toEqual(['pause=true', 'ause=false']);
  });
});

describe('a pause that waits for a worker', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ environment: { ROLE: 'web' } });
  });
  afterAll(() => world.stop());

  it('is not asked for twice, can be called off by a resume, and both are done in that order', async () => {
    addInput(world, 'queued_db');
    await world.oncall.types('/alooma pause queued_db');
    await world.approver.waitsFor('no worker is running');
    const again = await answerTo(world.approver, '/alooma pause queued_db');
    expect(wordsOf(again)).toContain('being paused already');
    await world.approver.types('/alooma resume queued_db');
    await world.oncall.waitsFor('Resuming `queued_db`');
    await world.startAnother({ ROLE: 'worker' });
    await until(
      async () => (await changesOf(world, 'queued_db')).every(({ state }) => state === 'applied'),
      () => 'both to be applied',
    );
    expect(world.alooma.inputs().find(({ name }) => name === 'queued_db')?.paused).toBe(false);
    expect((await changesOf(world, 'queued_db')).map(({ action }) => action)).toEqual(['pause', 'resume']);
  });

  it('is not done any more once it has lapsed', async () => {
    const web = await startWorld({ environment: { ROLE: 'web' } });
    try {
      addInput(web, 'forgotten_db');
      await web.oncall.types('/alooma pause forgotten_db');
      await web.approver.waitsFor('no worker is running');
      await web.pool.query(`update changes set expires_at = now() - interval '1 s'`);
      await web.startAnother({ ROLE: 'worker' });
      expect((await ended(web, 'forgotten_db')).state).toBe('stale');
      expect(web.alooma.inputs().find(({ name }) => name === 'forgotten_db')?.paused).toBe(false);
    } finally {
      await web.stop();
    }
  });
});
