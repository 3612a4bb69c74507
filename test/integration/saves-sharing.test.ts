import { mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fault } from '../../sandbox/slack/api/faults.ts';
import type { Message } from '../../sandbox/slack/client-api.ts';
import { answerTo } from '../support/asking.ts';
import {
  contentOf,
  filesIn,
  holdSamples,
  hurrySaves,
  parked,
  saveEnded,
  saveOf,
  withoutEvents,
} from '../support/saves.ts';
import { replaced } from '../support/shown.ts';
import { unzip } from '../support/unzip.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

const says = (world: World, message: Message, words: string) =>
  replaced(world, message, (now) => wordsOf(now).includes(words));

/** Waits for the bot to be calling this method of Slack's, since that many calls. */
const callTo = ({ slack }: World, method: string, since: number) =>
  until(
    () => slack.calls.slice(since).some((call) => call.method === method),
    () => method,
  );

/** How what was saved comes into the thread, whatever Slack and people do meanwhile. */
describe('sharing what was saved', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ alooma: { seed: withoutEvents() } });
    world.alooma.samples.addEvents(8, { input: 'orders_db', sample: '{"password":"hunter2"}' });
  });
  afterEach(() => {
    world.alooma.faults.clear();
    world.slack.faults.clear();
  });
  afterAll(() => world.stop());

  /** A save that is about to share, and Slack does not answer to this. */
  async function hangingAt(method: string): Promise<Message> {
    world.slack.faults.fail(method, { hang: true });
    const since = world.slack.calls.length;
    const message = await answerTo(world.oncall, '/alooma samples save all');
    await callTo(world, method, since);
    return message;
  }

  /** A save whose file Slack does not take before `faults.clear()`. It is not tried again before `hurrySaves`. */
  async function notTaken(what: string, fault: Fault): Promise<Message> {
    world.slack.faults.fail('files.getUploadURLExternal', fault, 9);
    const message = await answerTo(world.oncall, `/alooma samples save ${what}`);
    await says(world, message, 'Slack does not take files right now');
    await parked(world, message);
    return message;
  }

  /** A worker leaves the list when its jobs have ended in the time that it gives them. */
  const workersListed = async () => (await world.pool.query('select from workers')).rowCount;

  it('is not tried again where the answer to the last step is lost, and says that it may be there', async () => {
    world.slack.faults.fail('files.completeUploadExternal', { loseAnswer: true });
    const message = await answerTo(world.oncall, '/alooma samples save all');
    const ended = await says(world, message, 'may be in the thread');
    expect(wordsOf(ended)).toContain('Masked in what is attached: `password`');
    expect(await saveOf(world, message)).toMatchObject({
      state: 'done',
      runs: 1,
      shared: { how: 'uncertain' },
    });
    expect(filesIn(world, message)).toHaveLength(1);
  });

  it('is tried again where the answer to an earlier step is lost: nothing is shared by then', async () => {
    const message = await notTaken('all', { loseAnswer: true });
    world.slack.faults.clear();
    await hurrySaves(world);
    expect(await saveEnded(world, message)).toMatchObject({ shared: { how: 'attached' } });
    expect(filesIn(world, message)).toHaveLength(1);
  });

  it('ends with Stop, where Slack does not say where the file is to go', async () => {
    const message = await hangingAt('files.getUploadURLExternal');
    const pressedAt = Date.now();
    await world.approver.clicks('Stop', message);
    await world.approver.waitsFor('whether the file still came into the thread');
    expect(await saveEnded(world, message)).toMatchObject({ state: 'stopped', shared: null });
    expect(Date.now() - pressedAt).toBeLessThan(8_000);
    const ended = await says(world, message, '*Stopped saving');
    expect(wordsOf(ended)).toContain(
      'stopped it with 8 events saved: only the file for the thread is missing',
    );
    expect(wordsOf(ended)).not.toContain('since it is not all');
    expect(filesIn(world, message)).toEqual([]);
  });

  it('tells whoever has stopped it when the file was on its way already', async () => {
    const message = await hangingAt('files.completeUploadExternal');
    await world.approver.clicks('Stop', message);
    expect(await saveEnded(world, message)).toMatchObject({ state: 'done', shared: { how: 'uncertain' } });
    const ended = await says(world, message, 'may be in the thread');
    expect(wordsOf(ended)).toContain(`<@${world.approver.id}> pressed *Stop* when everything was saved`);
  });

  it('says why no file could be made of it', async () => {
    const message = await notTaken('input orders_db', { status: 503 });
    await rm(join(world.samplesFolder, 'input_orders_db.json'));
    await hurrySaves(world);
    const ended = await says(world, message, '*Saved the samples of `orders_db`*');
    expect(wordsOf(ended)).toMatch(/it could not be made\. [^\n]*`input_orders_db\.json`/);
    expect(await saveOf(world, message)).toMatchObject({ state: 'done', shared: { how: 'broken' } });
  });

  it('is done by a worker that has the folder in another place', async () => {
    const message = await notTaken('all', { status: 503 });
    world.slack.faults.clear();
    await world.restart({ ROLE: 'web' });
    expect(JSON.stringify(await saveOf(world, message))).not.toContain(world.samplesFolder);
    const elsewhere = `${world.samplesFolder}-elsewhere`;
    await rename(world.samplesFolder, elsewhere);
    await world.startAnother({ ROLE: 'worker', SAMPLES_DIR: elsewhere });
    await hurrySaves(world);
    expect(await saveEnded(world, message)).toMatchObject({ state: 'done', shared: { how: 'attached' } });
    await rename(elsewhere, world.samplesFolder);
    await world.restart();
  });

  it('is of the files of its events where the file of an input cannot be written, and says so', async () => {
    const file = join(world.samplesFolder, 'input_orders_db.json');
    await rm(file, { force: true });
    await mkdir(file, { recursive: true });
    const message = await answerTo(world.oncall, '/alooma samples save input orders_db');
    const ended = await says(world, message, '*Saved the samples of `orders_db`*');
    expect(wordsOf(ended)).toContain(':warning:');
    expect(wordsOf(ended)).toContain('8 events saved; 1 input is incomplete.');
    expect(wordsOf(ended)).toMatch(/\*1 input is incomplete\*\n• `orders_db`: [^\n]*another folder/);
    const [zip] = filesIn(world, message);
    expect((await unzip(await contentOf(world, zip?.id ?? ''))).size).toBe(8);
    await rmdir(file);
  });

  it('says of how many files something could not be masked, and names the first', async () => {
    // More fields than are looked through.
    const wide = `{${Array.from({ length: 50_001 }, (_, at) => `"${at}":0`).join()}}`;
    const names = world.alooma.samples.addEvents(7, { input: 'wide_db', prefix: 'wide', sample: wide });
    const message = await answerTo(world.oncall, '/alooma samples save all');
    const ended = await says(world, message, '*Saved the samples of all events*');
    expect(wordsOf(ended)).toMatch(
      /left out as a whole or in part: (`event_wide_\d\.json`, ){4}`[^`]+` and 3 more/,
    );
    for (const name of names) world.alooma.samples.removeEvent(name);
  });

  it('is not done twice where the database does not take that it is done', async () => {
    await world.pool.query(
      `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
       create trigger refuse before update on sample_saves for each row when (new.state = 'done')
         execute function refuse()`,
    );
    const message = await answerTo(world.oncall, '/alooma samples save all');
    const { id } = await saveOf(world, message);
    await until(async () => {
      const { rowCount } = await world.pool.query(
        `select from graphile_worker._private_jobs where key = $1 and attempts > 0 and locked_at is null`,
        [`save:${id}`],
      );
      return rowCount === 1;
    });
    expect(filesIn(world, message)).toHaveLength(1);
    await world.pool.query('drop trigger refuse on sample_saves');
    await hurrySaves(world);
    expect(await saveEnded(world, message)).toMatchObject({ state: 'done', shared: { how: 'attached' } });
    expect(filesIn(world, message)).toHaveLength(1);
  });

  it('is handed over at once where Slack hangs', async () => {
    const message = await hangingAt('files.getUploadURLExternal');
    await world.restart({ ROLE: 'web' });
    expect(await workersListed()).toBe(0);
    expect(await saveOf(world, message)).toMatchObject({ state: 'sharing', lost_runs: 0 });
    await world.restart();
    await says(world, message, 'is in the thread');
    expect(await saveOf(world, message)).toMatchObject({ shared: { how: 'attached' } });
    expect(filesIn(world, message)).toHaveLength(1);
  });

  it('does not wait for a drawing that hangs before it is handed over', async () => {
    holdSamples(world);
    const since = world.slack.calls.length;
    world.slack.faults.fail('chat.update', { hang: true }, 9);
    const message = await answerTo(world.oncall, '/alooma samples save all');
    await callTo(world, 'chat.update', since);
    await world.restart({ ROLE: 'web' });
    expect(await workersListed()).toBe(0);
    expect(await saveOf(world, message)).toMatchObject({ state: 'running', lost_runs: 0 });
    world.slack.faults.clear();
    world.alooma.faults.clear();
    await world.restart();
    expect((await saveEnded(world, message)).state).toBe('done');
  });
});

describe('a save of events and keys that PostgreSQL cannot hold', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ alooma: { seed: withoutEvents() } });
    world.alooma.samples.addEvent({ name: 'odd\u0000name', input: 'orders_db' });
    world.alooma.samples.addEvent({
      name: 'keys',
      input: 'orders_db',
      samples: ['{"password\\u0000":"hunter2","password\\ud800":"hunter2"}'],
    });
  });
  afterAll(() => world.stop());

  it('ends as any other, and shares its file once', async () => {
    world.alooma.faults.status(400, { method: 'GET', path: /eventType=odd/ });
    const message = await answerTo(world.oncall, '/alooma samples save all');
    const { state, shared, progress } = await saveEnded(world, message);
    expect(state).toBe('done');
    expect(shared).toMatchObject({ how: 'attached', masked: ['password\ufffd', 'password\ufffd'] });
    expect(progress).toMatchObject({ failed: [{ name: 'odd\ufffdname' }] });
    expect(filesIn(world, message)).toHaveLength(1);
  });

  it('fails where all events fail, each with its reason', async () => {
    world.alooma.faults.status(400, { method: 'GET', path: /^samples\?/ });
    const message = await answerTo(world.oncall, '/alooma samples save all');
    expect(await saveEnded(world, message)).toMatchObject({ state: 'failed', file_count: 0 });
    const ended = await says(world, message, '*Saving the samples of all events failed*');
    expect(wordsOf(ended)).toContain('All 2 events failed.');
    expect(wordsOf(ended)).toContain('• `keys`: Alooma refused (400)');
    expect(filesIn(world, message)).toEqual([]);
  });
});

describe('a save while Alooma gives no samples', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ alooma: { seed: withoutEvents() } });
    world.alooma.samples.addEvents(3);
  });
  afterAll(() => world.stop());

  it('is tried again, however few events there are', async () => {
    world.alooma.faults.status(503, { method: 'GET', path: /^samples\?/ });
    const message = await answerTo(world.oncall, '/alooma samples save all');
    await says(world, message, 'It goes on in a while');
    await parked(world, message);
    world.alooma.faults.clear();
    await hurrySaves(world);
    expect(await saveEnded(world, message)).toMatchObject({ state: 'done', progress: { failedCount: 0 } });
  });
});

describe('a save whose files are masked already', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({
      alooma: { seed: withoutEvents() },
      environment: { SAMPLES_REDACT_SAVED: 'true' },
    });
    world.alooma.samples.addEvents(2, { input: 'orders_db', sample: '{"password":"hunter2"}' });
  });
  afterAll(() => world.stop());

  it('says so, and not that nothing had to be masked', async () => {
    const message = await answerTo(world.oncall, '/alooma samples save input orders_db');
    const ended = await says(world, message, '*Saved the samples of `orders_db`*');
    expect(wordsOf(ended)).toContain('Saved files are masked already');
    expect(wordsOf(ended)).not.toContain('had to be masked');
    const [file] = filesIn(world, message);
    expect((await contentOf(world, file?.id ?? '')).toString()).not.toContain('hunter2');
  });

  it.each(['save', 'saved'])('also to samples %s', async (verb) => {
    const answer = await answerTo(world.oncall, `/alooma samples ${verb} event event_0`);
    expect(wordsOf(answer)).toContain('Saved files are masked already');
  });
});
