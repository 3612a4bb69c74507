import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addInput, askForEdit, changeOf, ended, placed, redrawn } from '../support/changes.ts';
import { makePolicyFile, type TrialPolicyFile } from '../support/policy-file.ts';
import { buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

describe('a change that nobody decides', () => {
  let world: World;
  let file: TrialPolicyFile;
  beforeAll(async () => {
    file = await makePolicyFile(`
rules:
  - inputs: [brief_*]
    open_for: 1m
  - inputs: [long_*]
    open_for: 3h
`);
    world = await startWorld({ environment: { POLICY_FILE: file.path, CHANGE_TTL: '2h' } });
  });
  afterAll(async () => {
    await world.stop();
    await file.remove();
  });

  const times = async (name: string) => {
    const { rows } = await world.pool.query<{ open_for: number; expires_at: Date; run_at: Date }>(
      `select extract(epoch from expires_at - requested_at)::float as open_for, expires_at, run_at
       from changes join graphile_worker.jobs on key = 'expire:' || changes.id where input_name = $1`,
      [name],
    );
    if (!rows[0]) throw new Error(`Nothing will end the change of ${name}`);
    return rows[0];
  };
  /** Brings a moment near, both on the row and of its job. */
  const lapsesIn = async (name: string, milliseconds: number) => {
    const { id } = await changeOf(world, name);
    const at = new Date(Date.now() + milliseconds);
    await world.pool.query('update changes set expires_at = $2 where id = $1', [id, at]);
    await world.pool.query(
      `update graphile_worker._private_jobs set run_at = $2 where key = 'expire:' || $1`,
      [id, at],
    );
    return at;
  };

  it.each([
    ['usual', 7_200],
    ['brief_one', 60],
    ['long_one', 10_800],
  ])(
    '%s waits for %i s: as long as its rule says, else CHANGE_TTL; so says its card',
    async (name, seconds) => {
      addInput(world, name);
      const card = await askForEdit(world, name);
      const { open_for: openFor, expires_at: expiresAt, run_at: runAt } = await times(name);
      // Half of the shortest: a machine may be held up as the row is made.
      expect(Math.abs(openFor - seconds)).toBeLessThan(30);
      expect(runAt.getTime()).toBe(expiresAt.getTime());
      expect(wordsOf(card)).toContain(`It lapses <!date^${Math.floor(expiresAt.getTime() / 1000)}^`);
    },
  );

  it('is closed by a job at the time on its card: no sooner, the asker told, without buttons to decide', async () => {
    addInput(world, 'nobody_cares');
    const card = await askForEdit(world, 'nobody_cares');
    await placed(world, 'nobody_cares');
    const at = await lapsesIn('nobody_cares', 2_000);
    const { state } = await ended(world, 'nobody_cares');
    expect(Date.now()).toBeGreaterThanOrEqual(at.getTime());
    expect(state).toBe('expired');
    const drawn = await redrawn(world, card, 'It lapsed');
    expect(buttonsOf(drawn)).toEqual(['View all']);
    const told = await world.oncall.waitsFor(/your change lapsed[^\n]*nobody_cares/);
    expect(told.threadTs).toBe(card.ts);
  });

  it('is closed as well where the time passed while nothing ran', async () => {
    addInput(world, 'over_night');
    const card = await askForEdit(world, 'over_night');
    await placed(world, 'over_night');
    await world.app.stop();
    await lapsesIn('over_night', -1_000);
    await world.restart();
    expect((await ended(world, 'over_night')).state).toBe('expired');
    await redrawn(world, card, 'It lapsed');
  });

  it('is closed as well where its job was lost', async () => {
    addInput(world, 'lost_job');
    const card = await askForEdit(world, 'lost_job');
    await placed(world, 'lost_job');
    const { id } = await changeOf(world, 'lost_job');
    await world.pool.query(`select graphile_worker.remove_job('expire:' || $1)`, [id]);
    await lapsesIn('lost_job', -61_000);
    await world.restart();
    expect((await ended(world, 'lost_job')).state).toBe('expired');
    await redrawn(world, card, 'It lapsed');
  });

  it('stays open where a job comes too soon', async () => {
    addInput(world, 'not_yet');
    await askForEdit(world, 'not_yet');
    const { id } = await changeOf(world, 'not_yet');
    await world.pool.query(
      `select graphile_worker.add_job('expire', json_build_object('changeId', $1::text), job_key := 'too-soon')`,
      [id],
    );
    await until(
      async () =>
        (await world.pool.query(`select from graphile_worker.jobs where key = 'too-soon'`)).rowCount === 0,
    );
    expect((await changeOf(world, 'not_yet')).state).toBe('pending');
  });

  it('is left alone by its job once somebody has decided it', async () => {
    addInput(world, 'decided_in_time');
    const card = await askForEdit(world, 'decided_in_time');
    await world.approver.clicks('Approve', card);
    expect((await ended(world, 'decided_in_time')).state).toBe('applied');
    await lapsesIn('decided_in_time', 0);
    await world.pool.query(`select pg_notify('jobs:insert', '{"r":0,"count":1}')`);
    const { id } = await changeOf(world, 'decided_in_time');
    await until(
      async () =>
        (await world.pool.query(`select from graphile_worker.jobs where key = 'expire:' || $1`, [id]))
          .rowCount === 0,
    );
    expect((await changeOf(world, 'decided_in_time')).state).toBe('applied');
  });
});
