import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Message } from '../../sandbox/slack/client-api.ts';
import { addJob } from '../../src/db/jobs.ts';
import { answerTo } from '../support/asking.ts';
import { startProcess } from '../support/process.ts';
import {
  askedFor,
  doneOf,
  filesIn,
  holdSamples,
  saveEnded,
  saveOf,
  updatesOf,
  withoutEvents,
} from '../support/saves.ts';
import { replaced } from '../support/shown.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

/** A save goes on where it was, whatever became of its worker. */
describe('a save whose worker goes away', () => {
  let world: World;
  let names: string[];
  beforeEach(async () => {
    world = await startWorld({ alooma: { seed: withoutEvents() } });
    world.alooma.samples.addEvent({ name: 'nothing yet', input: 'web_events' });
    names = world.alooma.samples.addEvents(64);
  });
  afterEach(() => world.stop());

  const savedFiles = async () =>
    (await readdir(world.samplesFolder)).filter((name) => name.startsWith('event_'));
  const shown = ({ ts }: Message) => {
    const message = world.oncall.sees().find((candidate) => candidate.ts === ts);
    return message ? wordsOf(message) : '';
  };

  /** A save of which this much is done: the other events are not given before `faults.clear()`. */
  const DONE = 24;
  async function partlyDone(): Promise<Message> {
    holdSamples(world, DONE);
    const message = await answerTo(world.oncall, '/alooma samples save all');
    await doneOf(world, message, DONE);
    return message;
  }

  /** A worker leaves the list when its jobs have ended in the time that it gives them. */
  const workersListed = async () => (await world.pool.query('select from workers')).rowCount;

  const eventsOnDisk = async () =>
    new Set((await savedFiles()).map((file) => file.slice('event_'.length, -'.json'.length)));

  /** Waits for the second run to end, which has asked once for each event that was not on disk. */
  async function doneWithout(onDisk: ReadonlySet<string>, message: Message, before: Map<string, number>) {
    const save = await saveEnded(world, message);
    expect(save).toMatchObject({ state: 'done', runs: 2, file_count: 67, shared: { how: 'attached' } });
    expect(save.progress).toMatchObject({ total: 65, done: 65, reused: onDisk.size });
    const after = askedFor(world);
    for (const name of names) {
      const again = (after.get(name) ?? 0) - (before.get(name) ?? 0);
      expect([name, again]).toEqual([name, onDisk.has(name) ? 0 : 1]);
    }
    await until(() => shown(message).includes('*Saved the samples of all events*'));
    expect(filesIn(world, message)).toHaveLength(1);
    return save;
  }

  it('is taken up again after a restart, and asks for nothing that is on disk', async () => {
    const message = await partlyDone();
    await world.restart({ ROLE: 'web' });
    expect(await workersListed()).toBe(0);
    const left = await saveOf(world, message);
    expect(left).toMatchObject({ state: 'running', lost_runs: 0 });
    const onDisk = await eventsOnDisk();
    expect(onDisk.size).toBe(DONE);

    world.alooma.faults.clear();
    const before = askedFor(world);
    await world.restart();
    const save = await doneWithout(onDisk, message, before);
    // The one without samples was found on disk, and is known to have none all the same.
    expect(onDisk).toContain('nothing_yet');
    expect(save.progress?.empty).toBe(1);
  });

  it('keeps what is known of it where it is stopped before it is known again which events there are', async () => {
    const message = await partlyDone();
    await world.restart({ ROLE: 'web' });
    const { progress } = await saveOf(world, message);
    world.alooma.faults.hold({ method: 'GET', path: /^event-types/ });
    const before = world.alooma.requests.length;
    await world.startAnother({ ROLE: 'worker' });
    await until(() => world.alooma.requests.slice(before).some(({ path }) => path.includes('event-types')));
    await world.oncall.clicks('Stop', message);
    const save = await saveEnded(world, message);
    expect(save).toMatchObject({ state: 'stopped', runs: 2, progress, file_count: null });
    expect(progress?.done).toBe(DONE);
    await until(() => shown(message).includes(`stopped it at ${progress?.done} of 65 events`));
  });

  it('is taken up by another worker once the first is found dead', async () => {
    await world.restart({ ROLE: 'web' });
    const message = await answerTo(world.oncall, '/alooma samples save all');
    const { id } = await saveOf(world, message);
    // As a killed worker leaves it: its job locked in a name of its own, and its last beat long ago.
    await world.pool.query(
      `insert into workers (id, graphile_ids, beat_at) values ('dead', '{pool-dead}', now() - interval '1 minute')`,
    );
    await world.pool.query(
      `update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool-dead', attempts = 1 where key = $1`,
      [`save:${id}`],
    );
    await world.pool.query(
      `update sample_saves set state = 'running', runs = 1, lost_runs = 1, started_at = now() where id = $1`,
      [id],
    );
    await world.startAnother({ ROLE: 'worker' });
    expect(await saveEnded(world, message)).toMatchObject({ state: 'done', runs: 2 });
    await until(() => shown(message).includes('*Saved the samples of all events*'));
    for (const name of names) expect(askedFor(world).get(name)).toBe(1);
  });

  it('is taken up where it was when its process is killed', async () => {
    await world.restart({ ROLE: 'web' });
    const worker = await startProcess({ ...world.environment, ROLE: 'worker' });
    for (const written of [worker.output, worker.errors]) written.resume();
    try {
      const message = await partlyDone();
      await worker.kill();
      const onDisk = await eventsOnDisk();
      expect(await saveOf(world, message)).toMatchObject({ state: 'running', runs: 1 });
      world.alooma.faults.clear();
      const before = askedFor(world);
      await world.startAnother({ ROLE: 'worker' });
      await doneWithout(onDisk, message, before);
      expect(await readdir(join(world.samplesFolder, '.partial'))).toEqual([]);
    } finally {
      await worker.kill();
    }
  });

  it('shares what was saved, without asking for any of it, where it was about to share', async () => {
    const first = await answerTo(world.oncall, '/alooma samples save all');
    const { progress } = await saveEnded(world, first);
    const [uploaded] = await until(() => {
      const files = filesIn(world, first);
      return files.length > 0 && files;
    });
    await world.restart({ ROLE: 'web' });
    const message = await answerTo(world.oncall, '/alooma samples save all');
    const { id } = await saveOf(world, message);
    const files = (await savedFiles()).map((fileName) => ({
      path: `${world.samplesFolder}/${fileName}`,
      fileName,
      bytes: 10,
      writtenAt: new Date(),
    }));
    await world.pool.query(
      `update sample_saves set state = 'sharing', runs = 1, lost_runs = 1, started_at = now(), progress = $2,
         files = $3, file_count = 67 where id = $1`,
      [id, JSON.stringify(progress), JSON.stringify(files)],
    );
    const before = world.alooma.requests.length;
    await world.startAnother({ ROLE: 'worker' });
    expect(await saveEnded(world, message)).toMatchObject({ state: 'done', shared: { how: 'attached' } });
    expect(world.alooma.requests.length).toBe(before);
    expect(filesIn(world, message)).toHaveLength(1);
    expect(uploaded?.name).toMatch(/\.zip$/);
  });

  it('shows how far its zip is', async () => {
    await world.restart({ ROLE: 'web' });
    const message = await answerTo(world.oncall, '/alooma samples save all');
    const { id } = await saveOf(world, message);
    await mkdir(world.samplesFolder, { recursive: true });
    const files = Array.from({ length: 1_200 }, (_, at) => ({
      fileName: `event_many_${at}.json`,
      bytes: 10,
      writtenAt: Date.now(),
    }));
    for (const { fileName } of files) await writeFile(join(world.samplesFolder, fileName), '[{"a":1}]\n');
    const progress = { total: 1_200, done: 1_200, failed: [], failedCount: 0, empty: 0, reused: 0 };
    await world.pool.query(
      `update sample_saves set state = 'sharing', runs = 1, started_at = now(), progress = $2, files = $3,
         file_count = 1200 where id = $1`,
      [id, JSON.stringify(progress), JSON.stringify(files)],
    );
    // However fast the zip is made: it stays on show until Slack takes it.
    const isShown = replaced(world, message, (now) => /\d of 1,200 files are in the zip/.test(wordsOf(now)));
    world.slack.faults.fail('files.getUploadURLExternal', { until: isShown });
    await world.startAnother({ ROLE: 'worker' });
    await isShown;
    expect(await saveEnded(world, message)).toMatchObject({ state: 'done', shared: { how: 'attached' } });
  });

  it('is left to the worker that has taken it over, though the first was not dead after all', async () => {
    const message = await partlyDone();
    const { id } = await saveOf(world, message);
    // Another job, which waits: without one, its own worker's sweep might take the save up before it was looked at.
    await addJob(world.pool, 'save', { saveId: id }, new Date(Date.now() + 3_600_000));
    await world.pool.query('update sample_saves set runs = runs + 1 where id = $1', [id]);
    // Its job ends without an ending of the save, though what it waits for does not come.
    await until(async () => {
      const { rowCount } = await world.pool.query(
        `select from graphile_worker._private_jobs where key is null or locked_at is not null`,
      );
      return rowCount === 0;
    });
    const drawn = updatesOf(world, message).length;
    expect(await saveOf(world, message)).toMatchObject({ state: 'running', runs: 2 });
    world.alooma.faults.clear();
    // The sweep of the next worker finds it.
    await world.pool.query(`delete from graphile_worker._private_jobs where key = $1`, [`save:${id}`]);
    await world.startAnother({ ROLE: 'worker' });
    expect(await saveEnded(world, message)).toMatchObject({ state: 'done', runs: 3 });
    await until(() => updatesOf(world, message).length > drawn);
  });
});
