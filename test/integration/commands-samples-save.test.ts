import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '../../sandbox/slack/client-api.ts';
import { Saves } from '../../src/services/saves.ts';
import { answerTo, answerToClick, writesTo } from '../support/asking.ts';
import {
  contentOf,
  doneOf,
  filesIn,
  holdSamples,
  saveEnded,
  saveOf,
  withoutEvents,
} from '../support/saves.ts';
import { replaced } from '../support/shown.ts';
import { buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

describe('/alooma samples save', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ alooma: { seed: withoutEvents() } });
    const { samples } = world.alooma;
    samples.addEvents(24, { input: 'orders_db' });
    samples.addEvent({
      name: 'public.Orders',
      input: 'customers_db',
      samples: ['{"id":10000000000000000001,"total":1.10,"password":"hunter2"}', '{"id":2}'],
    });
    samples.addEvent({ name: 'Nothing yet', input: 'customers_db' });
  });
  afterEach(() => {
    world.alooma.faults.clear();
    world.slack.faults.clear();
  });
  afterAll(() => world.stop());

  const saves = async () => (await world.pool.query('select from sample_saves')).rowCount;
  const directOf = (who: 'oncall' | 'approver') => world.slack.people[who].directChannel;

  describe('event', () => {
    it('saves it as it came, and puts it into the thread, masked', async () => {
      const answer = await answerTo(world.oncall, '/alooma samples save event public.Orders');
      expect(answer.isEphemeral).toBe(false);
      expect(wordsOf(answer)).toContain('Saved 2 samples of `public.Orders` as `event_public_orders.json`');
      expect(wordsOf(answer)).toContain('Masked in what is attached: `password`');
      const [file] = await until(() => {
        const files = filesIn(world, answer);
        return files.length > 0 && files;
      });
      expect(file?.name).toBe('event_public_orders.json');
      const shared = (await contentOf(world, file?.id ?? '')).toString();
      expect(shared).toContain('10000000000000000001');
      expect(shared).toContain('1.10');
      expect(shared).not.toContain('hunter2');
      const kept = await readFile(join(world.samplesFolder, 'event_public_orders.json'), 'utf8');
      expect(kept).toContain('"id":10000000000000000001,"total":1.10,"password":"hunter2"');
    });

    it('says that there are no samples, and shares no file', async () => {
      const answer = await answerTo(world.oncall, '/alooma samples save event "Nothing yet"');
      expect(wordsOf(answer)).toContain('`Nothing yet` has no samples');
      expect(await readFile(join(world.samplesFolder, 'event_nothing_yet.json'), 'utf8')).toMatch(/^\[\s*\]/);
      expect(filesIn(world, answer)).toEqual([]);
    });

    it('masks and shares no more than takes seconds, and says so', async () => {
      const large = JSON.stringify({ text: 'x'.repeat(9 * 1024 ** 2) });
      world.alooma.samples.addEvent({ name: 'large', samples: [large, large] });
      const answer = await answerTo(world.oncall, '/alooma samples save event large');
      expect(wordsOf(answer)).toContain('Saved 2 samples of `large` as `event_large.json`');
      expect(wordsOf(answer)).toContain(
        'All of them together are 18 MB, which is too much to share as a file',
      );
      expect(wordsOf(answer)).not.toContain('masked');
      expect(filesIn(world, answer)).toEqual([]);
      world.alooma.samples.removeEvent('large');
    });

    it('says that the file is kept where Slack refuses it', async () => {
      world.slack.faults.fail('files.getUploadURLExternal', 'file_uploads_disabled');
      const answer = await answerTo(world.oncall, '/alooma samples save event public.Orders');
      const noted = await replaced(world, answer, (now) => wordsOf(now).includes('is not attached'));
      expect(wordsOf(noted)).toContain(
        'Slack refused the file (`file_uploads_disabled`). The saved file is there all the same.',
      );
    });

    it('goes to direct messages with --private, with its file', async () => {
      const told = await answerTo(world.oncall, '/alooma samples save event public.Orders --private');
      expect(told).toMatchObject({ isEphemeral: true });
      const answer = await world.oncall.waitsFor('Saved 2 samples', directOf('oncall'));
      await until(() => filesIn(world, answer).length === 1);
    });
  });

  it.each([
    ['samples save', 'It needs `&lt;event|input|all&gt;`'],
    ['samples save event', 'Behind `event` goes its name'],
    ['samples save input', 'Behind `input` goes its name'],
    ['samples save all orders_db', 'takes no name'],
    ['samples save evnt public.Orders', 'is nothing that can be saved. Did you mean `event`?'],
    ['samples save public.Orders', 'It is `event &lt;name&gt;`, `input &lt;name&gt;` or `all`'],
    ['samples save event public.Order', 'Did you mean `public.Orders`'],
    ['samples save input order_db', 'Did you mean `orders_db`'],
    ['samples save input web_events', 'No event comes from `web_events`'],
    ['samples save all --private --public', 'leave one of the two out'],
  ])('%s: is refused in private, before anything is begun', async (line, says) => {
    const before = await saves();
    const answer = await answerTo(world.oncall, `/alooma ${line}`);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain(says);
    expect(await saves()).toBe(before);
  });

  it.each(['guest', 'stranger'] as const)('is not for a %s, nor is Stop', async (who) => {
    const answer = await answerTo(world[who], '/alooma samples save all');
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('Ask a member of this');
    const letGo = holdSamples(world);
    const message = await answerTo(world.oncall, '/alooma samples save all');
    await saveOf(world, message);
    const refused = await answerToClick(world[who], 'Stop', message);
    expect(wordsOf(refused)).toContain('cannot see samples');
    expect((await saveOf(world, message)).stopped_by).toBeNull();
    letGo();
    expect((await saveEnded(world, message)).state).toBe('done');
  });

  it('tells the second who asks who was first, how far it is, and where to see it', async () => {
    const letGo = holdSamples(world, 8, /^samples\?.*eventType=event_/);
    const message = await answerTo(world.oncall, '/alooma samples save input orders_db');
    await doneOf(world, message, 8);
    await until(async () => {
      const { rows } = await world.pool.query('select message_link from sample_saves where message_ts = $1', [
        message.ts,
      ]);
      return rows[0]?.message_link;
    });
    const refused = await answerTo(world.approver, '/alooma samples save input orders_db');
    expect(refused.isEphemeral).toBe(true);
    expect(wordsOf(refused)).toMatch(
      new RegExp(`being saved already: <@${world.oncall.id}> asked for it \\d+ s ago, and \\d+ of 24 events`),
    );
    expect(wordsOf(refused)).toContain(`/p${message.ts.replace('.', '')}|See how it goes on>`);
    // Another may run beside it.
    const other = await answerTo(world.approver, '/alooma samples save input customers_db');
    expect((await saveEnded(world, other)).state).toBe('done');
    letGo();
    expect((await saveEnded(world, message)).state).toBe('done');
  });

  it('lets one of two begin who ask at the same instant, and tells the other', async () => {
    const letGo = holdSamples(world);
    const seen = () => [...world.oncall.sees(), ...world.approver.sees()];
    const before = new Set(seen().map(({ ts }) => ts));
    const isNew = ({ ts }: Message) => !before.has(ts);
    await Promise.all([
      world.oncall.types('/alooma samples save all'),
      world.approver.types('/alooma samples save all'),
    ]);
    await until(
      () => seen().some((message) => isNew(message) && wordsOf(message).includes('being saved already')),
      () => 'a refusal',
    );
    const { rows } = await world.pool.query('select message_ts from sample_saves where closed_at is null');
    expect(rows).toHaveLength(1);
    const posted = world.oncall
      .sees()
      .filter((message) => isNew(message) && !message.threadTs && !message.isEphemeral);
    const begun = posted.filter(({ ts }) => ts === rows[0]?.message_ts);
    expect(begun.map(wordsOf)).toEqual([expect.stringContaining('Saving the samples of all events')]);
    // The other one's message, if it was posted before the first was kept, says so.
    for (const message of posted.filter((one) => !begun.includes(one))) {
      expect(wordsOf(message)).toContain('This could not be done');
    }
    letGo();
    for (const message of begun) {
      expect(await saveEnded(world, message)).toMatchObject({ state: 'done', progress: { total: 26 } });
    }
  });

  it('says why there is nothing to stop any more', async () => {
    holdSamples(world, 8);
    const message = await answerTo(world.oncall, '/alooma samples save all');
    await doneOf(world, message, 8);
    await answerToClick(world.approver, 'Stop', message);
    const { id } = await saveEnded(world, message);
    const ended = await replaced(world, message, (now) => wordsOf(now).includes('*Stopped saving'));
    expect(buttonsOf(ended)).toEqual([]);
    // Whoever has not seen that yet presses it all the same.
    const saves = new Saves(world.pool);
    const stop = (userId: string, saveId = id) => saves.stop(saveId, { userId, standing: 'member' });
    expect(await stop(world.oncall.id)).toBe(`<@${world.approver.id}> stopped it already.`);
    expect(await stop(world.approver.id)).toBe('You stopped it already.');
    await world.pool.query(`update sample_saves set state = 'done', stopped_by = null where id = $1`, [id]);
    expect(await stop(world.oncall.id)).toMatch(
      /^It has come to its end \d+ s ago, so there is nothing to stop\.$/,
    );
    expect(await stop(world.oncall.id, randomUUID())).toContain('no longer known here');
  });

  it('goes to direct messages with --private, with its files, and tells nobody else where', async () => {
    const zips = () =>
      world.approver.sees().flatMap(({ files = [] }) => files.filter(({ name }) => name.endsWith('.zip')));
    const before = zips().length;
    const letGo = holdSamples(world, 1);
    await answerTo(world.oncall, '/alooma samples save all --private');
    const message = await world.oncall.waitsFor('Saving the samples of all events', directOf('oncall'));
    await doneOf(world, message, 1);
    const refused = await answerTo(world.approver, '/alooma samples save all');
    expect(wordsOf(refused)).toContain('are being saved already');
    expect(wordsOf(refused)).not.toContain('See how it goes on');
    expect(wordsOf(refused)).toContain('in their direct messages with me, where only they can stop it');
    letGo();
    await saveEnded(world, message);
    await world.oncall.waitsFor('*Saved the samples of all events*', directOf('oncall'));
    expect(filesIn(world, message)).toHaveLength(1);
    expect(zips().length).toBe(before);
  });

  it('goes to direct messages where I am not in the channel', async () => {
    const { random } = world.slack.channels;
    const told = await answerTo(world.oncall, '/alooma samples save input customers_db', random.id);
    expect(wordsOf(told)).toContain('I am not in this channel');
    const message = await world.oncall.waitsFor('the samples of `customers_db`', directOf('oncall'));
    await saveEnded(world, message);
    expect(filesIn(world, message).map(({ name }) => name)).toEqual(['input_customers_db.json']);
  });

  it('changes nothing in Alooma, and logs and keeps nothing of what events hold', async () => {
    expect(writesTo(world)).toEqual([]);
    expect(world.log.join('')).not.toContain('hunter2');
    const { rows } = await world.pool.query('select sample_saves::text as row from sample_saves');
    expect(JSON.stringify(rows)).not.toContain('hunter2');
  });
});
