import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '../../sandbox/slack/client-api.ts';
import { addJob } from '../../src/db/jobs.ts';
import { beginRun, closeSave, noteProgress, noteSaved } from '../../src/db/saves.ts';
import { answerTo, answerToClick } from '../support/asking.ts';
import {
  begun,
  contentOf,
  doneOf,
  filesIn,
  holdSamples,
  hurrySaves,
  parked,
  saveEnded,
  saveOf,
  slowly,
  updatesOf,
  withoutEvents,
} from '../support/saves.ts';
import { replaced } from '../support/shown.ts';
import { unzip } from '../support/unzip.ts';
import { buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

/** What a save does from its beginning to its end, on an account of many events. */
describe('saving the samples of many events', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ alooma: { seed: withoutEvents() } });
    const sample = '{"id":12345678901234567890,"card_number":"4111111111111111"}';
    world.alooma.samples.addEvents(60, { input: 'orders_db', sample });
    world.alooma.samples.addEvent({ name: 'nothing yet', input: 'web_events' });
  });
  afterEach(() => {
    world.alooma.faults.clear();
    world.slack.faults.clear();
  });
  afterAll(() => world.stop());

  const says = (message: Message, words: string | RegExp) =>
    replaced(world, message, (now) =>
      typeof words === 'string' ? wordsOf(now).includes(words) : words.test(wordsOf(now)),
    );
  const allEvents = 61;

  const gapsIn = (moments: readonly number[]) =>
    moments.slice(1).map((at, index) => at - (moments[index] ?? 0));

  /** A save that fails at this before `faults.clear()`. It is not tried again before `hurrySaves`, or another job. */
  async function waitingAfter(sentence: string): Promise<Message> {
    const message = await answerTo(world.oncall, '/alooma samples save all');
    await says(message, sentence);
    await parked(world, message);
    return message;
  }
  // A read is sent four times before it is given up.
  const giveNoEvents = (from: Promise<unknown> = Promise.resolve()) =>
    world.alooma.faults.status(503, { method: 'GET', path: /^event-types/, until: from });
  const takeNoFiles = () => world.slack.faults.fail('files.getUploadURLExternal', { status: 503 }, 99);

  it('is shown as it goes, no more than once a second, and shares a zip of all files, masked', async () => {
    const letGo = holdSamples(world, 20);
    const message = await answerTo(world.oncall, '/alooma samples save all');
    expect(message).toMatchObject({ isEphemeral: false });
    expect(wordsOf(message)).toContain('*Saving the samples of all events*');
    expect(buttonsOf(message)).toEqual(['Stop']);

    await says(message, '20 of 61 events');
    holdSamples(world, 20);
    letGo();
    await says(message, /(2[1-9]|[345]\d) of 61 events/);
    world.alooma.faults.clear();
    const ended = await says(message, '*Saved the samples of all events*');
    const counts = world.slack.calls
      .filter(({ method, body }) => method === 'chat.update' && body.ts === message.ts)
      .flatMap(({ body }) => /(\d+) of 61 events/.exec(JSON.stringify(body))?.[1] ?? [])
      .map(Number);
    expect(counts).toEqual([...counts].sort((one, other) => one - other));
    // The last says how it ended, as soon as that is so.
    const gaps = gapsIn(updatesOf(world, message).slice(0, -1));
    expect(gaps.length).toBeGreaterThanOrEqual(1);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);

    expect(wordsOf(ended)).toMatch(/\*Events\*\n61\n/);
    expect(wordsOf(ended)).toContain('*Without samples*\n1');
    expect(buttonsOf(ended)).toEqual([]);
    const [zip] = filesIn(world, message);
    expect(zip?.name).toMatch(/^samples_\d{4}-\d\d-\d\d_\d{4}\.zip$/);
    expect(wordsOf(ended)).toContain(`\`${zip?.name}\` is in the thread`);
    expect(wordsOf(ended)).toContain('Masked in what is attached: ');
    const files = await unzip(await contentOf(world, zip?.id ?? ''));
    expect(files.size).toBe((await readdir(world.samplesFolder)).filter((n) => n.endsWith('.json')).length);
    const one = files.get('event_event_07.json');
    expect(one).toContain('12345678901234567890');
    expect(one).not.toContain('4111111111111111');
    expect(await saveOf(world, message)).toMatchObject({
      state: 'done',
      files: null,
      file_count: files.size,
      shared: { how: 'attached' },
    });
  });

  it('shares the one file that holds everything of an input', async () => {
    const message = await answerTo(world.oncall, '/alooma samples save input orders_db');
    const ended = await says(message, '*Saved the samples of `orders_db`*');
    expect(wordsOf(ended)).toContain('`input_orders_db.json` is in the thread');
    const [file] = filesIn(world, message);
    const list = JSON.parse((await contentOf(world, file?.id ?? '')).toString());
    expect(file?.name).toBe('input_orders_db.json');
    expect(new Set(list.map(({ eventType }: { eventType: string }) => eventType)).size).toBe(60);
  });

  it('ends with Stop, keeps what is there, and says who stopped it', async () => {
    holdSamples(world, 8);
    const message = await answerTo(world.oncall, '/alooma samples save all');
    await doneOf(world, message, 8);
    const told = await answerTo(world.approver, '/alooma help');
    await world.approver.clicks('Stop', message);
    await world.approver.waitsFor('It is being stopped');
    expect(told.isEphemeral).toBe(true);
    const save = await saveEnded(world, message);
    expect(save).toMatchObject({ state: 'stopped', stopped_by: world.approver.id, shared: null });
    expect(save.progress?.done).toBeLessThan(allEvents);
    const ended = await says(message, '*Stopped saving the samples of all events*');
    expect(wordsOf(ended)).toContain(
      `<@${world.approver.id}> stopped it at ${save.progress?.done} of 61 events`,
    );
    expect(buttonsOf(ended)).toEqual([]);
    expect(filesIn(world, message)).toEqual([]);
    const saved = (await readdir(world.samplesFolder)).filter((name) => name.startsWith('event_'));
    expect(saved.length).toBeGreaterThanOrEqual(save.progress?.done ?? 0);
  });

  it('names an event that fails, and goes on with all others', async () => {
    world.alooma.faults.status(400, { method: 'GET', path: /eventType=event_13/ });
    const message = await answerTo(world.oncall, '/alooma samples save all');
    const ended = await says(message, '*Saved the samples of all events, but for 1 event*');
    expect(wordsOf(ended)).toContain(':warning:');
    expect(wordsOf(ended)).toContain('*1 event failed*\n• `event_13`: Alooma refused (400)');
    expect(wordsOf(ended)).toContain('*Events*\n60 of 61');
    expect(filesIn(world, message)).toHaveLength(1);
  });

  it('fails with Alooma’s sentence where it refuses the credentials', async () => {
    world.alooma.faults.status(401, { method: 'GET', path: /^samples\?/ });
    const message = await answerTo(world.oncall, '/alooma samples save all');
    const ended = await says(message, '*Saving the samples of all events failed*');
    expect(wordsOf(ended)).toContain('check ALOOMA_API_KEY');
    expect(filesIn(world, message)).toEqual([]);
  });

  it('is tried again where Alooma does not say which events there are, and says so meanwhile', async () => {
    giveNoEvents();
    const message = await waitingAfter('It goes on in a while');
    world.alooma.faults.clear();
    await hurrySaves(world);
    await says(message, '*Saved the samples of all events*');
  });

  it('says that Slack refuses the file, and that what was saved remains', async () => {
    world.slack.faults.fail('files.getUploadURLExternal', 'file_uploads_disabled');
    const message = await answerTo(world.oncall, '/alooma samples save all');
    const ended = await says(message, '*Saved the samples of all events*');
    expect(wordsOf(ended)).toMatch(/is not in the thread: Slack refused it. The saved files are there/);
    expect(await saveOf(world, message)).toMatchObject({ state: 'done', shared: { how: 'refused' } });
  });

  it('shares later what Slack does not take now, without saving it again', async () => {
    takeNoFiles();
    const message = await waitingAfter('Slack does not take files right now');
    const last = world.alooma.requests.at(-1);
    expect(await saveOf(world, message)).toMatchObject({ state: 'sharing', runs: 1 });
    await hurrySaves(world);
    await until(async () => (await saveOf(world, message)).runs === 2);
    await parked(world, message);
    world.slack.faults.clear();
    await hurrySaves(world);
    expect(await saveEnded(world, message)).toMatchObject({ state: 'done', runs: 3 });
    expect(world.alooma.requests.at(-1)).toBe(last);
    expect(wordsOf(await says(message, 'is in the thread'))).toContain('.zip');
    expect(filesIn(world, message)).toHaveLength(1);
  });

  it('gives up in the end, and says so as soon as Slack takes messages again', async () => {
    takeNoFiles();
    const message = await waitingAfter('Slack does not take files right now');
    // All but the last attempt are over. Slack’s client sends an update three times.
    world.slack.faults.fail('chat.update', { status: 503 }, 3);
    await world.pool.query(`update sample_saves set failed_runs = 6 where closed_at is null`);
    await hurrySaves(world);
    expect(await saveEnded(world, message)).toMatchObject({ state: 'done', shared: { how: 'unavailable' } });
    await until(async () => {
      await hurrySaves(world);
      const now = world.oncall.sees().find(({ ts }) => ts === message.ts);
      return now && wordsOf(now).includes('is not in the thread: Slack does not take files right now');
    });
  });

  it('skips updates that Slack does not take, for as long as it asks, and fails at nothing', async () => {
    slowly(world, 400);
    world.slack.faults.fail('chat.update', { status: 429, retryAfterSeconds: 300 });
    const message = await answerTo(world.oncall, '/alooma samples save all');
    await says(message, '*Saved the samples of all events*');
    // The one that was refused, and the one that says how it ended.
    expect(updatesOf(world, message)).toHaveLength(2);
  });

  it('is no more than two at a time in a worker: the next one begins when there is room', async () => {
    world.alooma.samples.addEvents(30, { input: 'billing_mysql', prefix: 'bill' });
    world.alooma.samples.addEvents(30, { input: 'web_events', prefix: 'web' });
    holdSamples(world);
    const all = await answerTo(world.oncall, '/alooma samples save all');
    await begun(world, all);
    const first = await answerTo(world.oncall, '/alooma samples save input billing_mysql');
    await begun(world, first);
    const second = await answerTo(world.oncall, '/alooma samples save input web_events');
    const { id } = await saveOf(world, second);
    // A worker has looked at it, and has put it off.
    await until(async () => {
      const { rowCount } = await world.pool.query(
        `select from graphile_worker._private_jobs where key = $1 and run_at > created_at + interval '1 s'`,
        [`save:${id}`],
      );
      return rowCount === 1 || (await saveOf(world, second)).runs > 0;
    });
    expect(await saveOf(world, second)).toMatchObject({ state: 'starting', runs: 0 });
    await answerToClick(world.oncall, 'Stop', all);
    await says(all, '*Stopped saving');
    world.alooma.faults.clear();
    await says(first, '*Saved the samples of `billing_mysql`*');
    await says(second, '*Saved the samples of `web_events`*');
  });

  it('ends with Stop also while it waits to be tried again, without waiting for that', async () => {
    giveNoEvents();
    const message = await waitingAfter('It goes on in a while');
    const { runs } = await saveOf(world, message);
    await answerToClick(world.oncall, 'Stop', message);
    expect(await saveEnded(world, message)).toMatchObject({ state: 'stopped', runs: runs + 1 });
    await says(message, '*Stopped saving the samples of all events*');
  });

  /** A save whose run fails once it is let go, and whose next attempt is minutes later. */
  async function failing(): Promise<{ message: Message; letGo: () => void }> {
    let letGo: () => void = () => undefined;
    giveNoEvents(
      new Promise((resolve) => {
        letGo = () => resolve(undefined);
      }),
    );
    const message = await answerTo(world.oncall, '/alooma samples save all');
    const { id } = await saveOf(world, message);
    await until(async () => {
      const { rowCount } = await world.pool.query(
        'update graphile_worker._private_jobs set attempts = 5 where key = $1 and locked_at is not null',
        [`save:${id}`],
      );
      return rowCount === 1;
    });
    return { message, letGo };
  }

  it('ends with Stop also while a run that has failed waits for Slack', async () => {
    world.slack.faults.fail('chat.update', { hang: true });
    const { message, letGo } = await failing();
    letGo();
    // Each look, every 650 ms, writes the row anew: this was the last of them.
    let [version, since] = ['', 0];
    await until(async () => {
      const { rows } = await world.pool.query<{ xmin: string }>(
        'select xmin::text from sample_saves where message_ts = $1',
        [message.ts],
      );
      if (rows[0]?.xmin !== version) [version, since] = [rows[0]?.xmin ?? '', Date.now()];
      return Date.now() - since > 1_500;
    });
    expect(await saveOf(world, message)).toMatchObject({ state: 'running', outcome: null });
    await answerToClick(world.oncall, 'Stop', message);
    expect(await saveEnded(world, message)).toMatchObject({ state: 'stopped', runs: 1 });
    await says(message, '*Stopped saving the samples of all events*');
  });

  it('ends with Stop also while a run that has failed says so', async () => {
    const { message, letGo } = await failing();
    await until(() => updatesOf(world, message).length === 1);
    world.slack.faults.fail('chat.update', { hang: true });
    letGo();
    await until(() => updatesOf(world, message).length === 2);
    expect((await saveOf(world, message)).outcome).toContain('It goes on in a while');
    await answerToClick(world.oncall, 'Stop', message);
    expect(await saveEnded(world, message)).toMatchObject({ state: 'stopped' });
    await says(message, '*Stopped saving the samples of all events*');
    // What hung may be shown after all, over how it ended: that is shown once more. And nothing is left to be tried again.
    await until(async () => {
      const { rowCount } = await world.pool.query(
        `select from graphile_worker._private_jobs as job join graphile_worker._private_tasks as task
         on task.id = job.task_id where task.identifier in ('save', 'show_save')`,
      );
      return rowCount === 0 && updatesOf(world, message).length >= 4;
    });
  });

  it('waits behind what people wait for', async () => {
    await world.restart({ ROLE: 'web' });
    const message = await answerTo(world.oncall, '/alooma samples save all');
    const { id } = await saveOf(world, message);
    await addJob(world.pool, 'card', { changeId: randomUUID() });
    const { rows } = await world.pool.query(
      'select key from graphile_worker._private_jobs order by priority, run_at, id',
    );
    expect(rows.at(-1)).toEqual({ key: `save:${id}` });
    await world.restart();
    await saveEnded(world, message);
  });

  it('is drawn less often the more saves there are, whichever workers are at them', async () => {
    const others = ['one', 'two', 'three'].map((name) => ({ id: randomUUID(), name }));
    for (const { id, name } of others) {
      await world.pool.query(
        `insert into sample_saves (id, state, type, name, requested_by, channel_id, message_ts, runs)
         values ($1, 'running', 'input', $2, 'U0', 'C0', '1.1', 1)`,
        [id, name],
      );
      await addJob(world.pool, 'save', { saveId: id }, new Date(Date.now() + 3_600_000));
    }
    holdSamples(world, 20);
    const message = await answerTo(world.oncall, '/alooma samples save all');
    await until(() => updatesOf(world, message).length >= 2);
    world.alooma.faults.clear();
    await says(message, '*Saved the samples of all events*');
    const gaps = gapsIn(updatesOf(world, message).slice(0, -1));
    expect(gaps.length).toBeGreaterThanOrEqual(1);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(4 * 1_000);
    await world.pool.query('delete from sample_saves where id = any($1)', [others.map(({ id }) => id)]);
  });

  it('is tried seven times in all, also where its job was put back in between', async () => {
    giveNoEvents();
    const message = await waitingAfter('It goes on in a while');
    const { id } = await saveOf(world, message);
    await world.pool.query('update sample_saves set failed_runs = 6 where id = $1 and failed_runs = 1', [id]);
    await addJob(world.pool, 'save', { saveId: id });
    expect((await saveEnded(world, message)).state).toBe('failed');
  });

  it('keeps its last count, though an earlier one is noted late', async () => {
    await world.restart({ ROLE: 'web' });
    const message = await answerTo(world.oncall, '/alooma samples save all');
    const { id } = await saveOf(world, message);
    const begun = await beginRun(world.pool, id, new Date());
    const run = { saveId: id, run: begun?.run ?? 0 };
    const early = { total: 61, done: 3, failed: [], failedCount: 0, empty: 0, reused: 0 };
    expect((await noteProgress(world.pool, run, early))?.save.progress).toEqual(early);
    await noteSaved(world.pool, run, [], { ...early, done: 61 });
    expect((await noteProgress(world.pool, run, early))?.save.progress?.done).toBe(61);
    await closeSave(world.pool, run, { state: 'done' });
    await world.restart();
  });

  it('is begun again by a worker that finds it without a job', async () => {
    holdSamples(world, 8);
    const message = await answerTo(world.oncall, '/alooma samples save all');
    await doneOf(world, message, 1);
    await world.restart({ ROLE: 'web' });
    await world.pool.query(`delete from graphile_worker._private_jobs where key like 'save:%'`);
    expect((await saveOf(world, message)).state).toBe('running');
    world.alooma.faults.clear();
    await world.restart();
    await says(message, '*Saved the samples of all events*');
  });

  it('fails where its worker has died over it again and again', async () => {
    await world.restart({ ROLE: 'web' });
    const message = await answerTo(world.oncall, '/alooma samples save all');
    expect(wordsOf(message)).toContain('No worker is running');
    await saveOf(world, message);
    await world.pool.query(`update sample_saves set lost_runs = 5 where closed_at is null`);
    await world.restart();
    expect(wordsOf(await says(message, 'failed*'))).toContain('The worker has died 5 times');
  });

  it('is forgotten after thirty days', async () => {
    await world.pool.query(
      `update sample_saves set closed_at = now() - interval '31 days' where state = 'failed'`,
    );
    await world.restart();
    await until(async () => {
      const { rowCount } = await world.pool.query(`select from sample_saves where state = 'failed'`);
      return rowCount === 0;
    });
    const { rowCount } = await world.pool.query(`select from sample_saves where state = 'done'`);
    expect(rowCount).toBeGreaterThan(0);
  });
});
