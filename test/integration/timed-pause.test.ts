import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACTION } from '../../blocks/ids.ts';
import type { Message } from '../../src/domain/message.ts';
import { answerTo, answerToClick, leftBehind } from '../support/asking.ts';
import { addInput, hurry, redrawn } from '../support/changes.ts';
import { actionsOf } from '../support/slack-takes.ts';
import {
  aboutIn,
  endedAs,
  lastsStill,
  pausedOf,
  pauseFor,
  press,
  sentFor,
  switchesOf,
} from '../support/timed-pause.ts';
import { buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

const HOUR = 3_600_000;
/** A time of the day that is some two hours away for everybody here: one that is fixed is over now and then as it is read. */
const LATER = new Date(Date.now() + 2 * HOUR).toLocaleTimeString('en-GB', {
  timeZone: 'Europe/Helsinki',
  hour: '2-digit',
  minute: '2-digit',
});

describe('a timed pause', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it('ends by itself: once, with one message that says whose it was', async () => {
    addInput(world, 'short');
    await world.oncall.types('/alooma pause short for 50s because warehouse maintenance');
    const card = await world.approver.waitsFor(/paused `short`.*left/s);
    expect(wordsOf(card)).toContain('Less than a minute left');
    expect(wordsOf(card)).toContain('Reason: warehouse maintenance');
    expect(buttonsOf(card)).toEqual(['Extend', 'Resume now']);
    expect(pausedOf(world, 'short')).toBe(true);
    await isOverIn(world, 'short', 1_000);
    const told = await world.approver.waitsFor('Resumed `short`');
    expect(wordsOf(told)).toContain(
      `Resumed \`short\`, which <@${world.oncall.id}> had paused: its time of 50 s is over.`,
    );
    expect(wordsOf(told)).not.toContain('Reason:');
    const past = wordsOf(await answerTo(world.oncall, '/alooma history short'));
    expect(past).toMatch(
      /Done by itself .*, after a pause that <.*> asked for: its time of 50 s is over\.\n?/,
    );
    expect(past).not.toContain('“its time');
    const ended = await redrawn(world, card, 'Its time was over, and it was resumed by itself');
    expect(buttonsOf(ended)).toEqual([]);
    expect(pausedOf(world, 'short')).toBe(false);
    expect(sentFor(world, 'short')).toEqual([true, false]);
    expect(aboutIn(world, 'short')).toHaveLength(2);
    expect(await switchesOf(world, 'short')).toMatchObject([
      { action: 'pause', state: 'applied', pause_ended: 'resumed', pause_ended_by: null },
      { action: 'resume', state: 'applied', requested_by: world.oncall.id },
    ]);
  });

  it('lasts until a time in the zone of whoever asks, and from when it is carried out', async () => {
    addInput(world, 'until_time');
    await world.approver.types('/alooma pause until_time until tomorrow 18:00');
    await world.approver.waitsFor(/paused `until_time`.*left/s);
    const [pause] = await switchesOf(world, 'until_time');
    const inHelsinki = pause?.pause_until?.toLocaleTimeString('en-GB', { timeZone: 'Europe/Helsinki' });
    expect(inHelsinki).toBe('18:00:00');
    expect(pause?.pause_for).toBeNull();
  });

  it.each([
    ['for 2', '`2` needs a unit'],
    ['for 5s', 'at least 10 s'],
    ['for 2x', 'I cannot read `2x`'],
    ['until 25:00', 'I cannot read `25:00`'],
    ['for 2h until 18:00', 'not both'],
    ['for 2h becuase it is late', 'I cannot read `2h becuase it is late`'],
  ])('is refused %s, privately, and nothing is done', async (how, sentence) => {
    const name = `refused_${how.replaceAll(/\W/g, '_')}`;
    addInput(world, name);
    const answer = await answerTo(world.oncall, `/alooma pause ${name} ${how}`);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain(sentence);
    expect(await switchesOf(world, name)).toEqual([]);
    expect(sentFor(world, name)).toEqual([]);
  });

  it.each([
    ['because maintenance for 2h', 'for 2h because maintenance'],
    [
      'because the move of 12 tables until tomorrow 9:00',
      'until tomorrow 9:00 because the move of 12 tables',
    ],
    ['2h', 'for 2h'],
    [`${LATER} because of "a move"`, `until ${LATER} because of "a move"`],
  ])('is not silently without its end in “%s”: the line that was meant is offered', async (how, meant) => {
    const name = `misplaced_${how.replaceAll(/\W/g, '_')}`;
    addInput(world, name);
    const answer = await answerTo(world.oncall, `/alooma pause ${name} ${how}`);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('Nothing was done');
    expect(sentFor(world, name)).toEqual([]);
    expect(actionsOf(answer as Message).map(({ value }) => value)).toEqual([`pause ${name} ${meant}`]);
    await world.oncall.clicks(buttonsOf(answer)[0] ?? '', answer);
    await world.approver.waitsFor(new RegExp(`paused \`${name}\`.*left`, 's'));
  });

  it.each([
    ['because "it is down for 2h"'],
    ['because we wait for the move'],
    ['for 1h because it is down for 2h'],
  ])('leaves a reason as it is: %s', async (how) => {
    const name = `reason_${how.replaceAll(/\W/g, '_')}`;
    addInput(world, name);
    await world.oncall.types(`/alooma pause ${name} ${how}`);
    const card = await world.approver.waitsFor(`paused \`${name}\``);
    expect(wordsOf(card)).toContain(how.replace(/.*because /, 'Reason: ').replaceAll('"', ''));
  });

  it('counts down on its card', async () => {
    const card = await pauseFor(world, 'counts');
    expect(wordsOf(card)).toContain('2 h left');
    await lastsStill(world, 'counts', 99.9 * 60_000);
    await hurry(world);
    await redrawn(world, card, '1 h 40 min left');
    await lastsStill(world, 'counts', 2.9 * 60_000);
    await hurry(world);
    await redrawn(world, card, '3 min left');
  });

  it('is told of by show', async () => {
    await pauseFor(world, 'shown', 'for 3 hours because of a move');
    const [pause] = await switchesOf(world, 'shown');
    const seconds = Math.floor((pause?.pause_until?.getTime() ?? 0) / 1000);
    const shown = wordsOf(await answerTo(world.approver, '/alooma show shown'));
    expect(shown).toMatch(
      new RegExp(`is paused, by <@${world.oncall.id}> <.*>, and is resumed by itself <!date\\^${seconds}\\^`),
    );
  });

  it('goes on where it was after a restart, and ends', async () => {
    const card = await pauseFor(world, 'restarted');
    await world.restart();
    await lastsStill(world, 'restarted', 500);
    expect((await endedAs(world, 'restarted', 'resumed')).pause_ended_by).toBeNull();
    expect(pausedOf(world, 'restarted')).toBe(false);
    await redrawn(world, card, 'resumed by itself');
    expect(sentFor(world, 'restarted')).toEqual([true, false]);
  });

  it('is not lost with its job', async () => {
    await pauseFor(world, 'jobless');
    await lastsStill(world, 'jobless');
    await world.pool.query(`delete from graphile_worker._private_jobs where key like 'timed_pause:%'`);
    await endedAs(world, 'jobless', 'resumed');
    expect(pausedOf(world, 'jobless')).toBe(false);
  });

  describe('that somebody else ends', () => {
    it('by resuming it in Alooma itself: noticed, and not undone by its end when it is paused there again', async () => {
      const card = await pauseFor(world, 'by_hand');
      world.alooma.edit('by_hand', (input) => {
        input.paused = false;
      });
      await endedAs(world, 'by_hand', 'elsewhere');
      const ended = await redrawn(world, card, 'Somebody resumed it elsewhere');
      expect(buttonsOf(ended)).toEqual([]);
      world.alooma.edit('by_hand', (input) => {
        input.paused = true;
      });
      await lastsStill(world, 'by_hand');
      await world.pool.query(`update changes set pause_until = now() where input_name = 'by_hand'`);
      const [pause] = await switchesOf(world, 'by_hand');
      await world.pool.query(
        `select graphile_worker.add_job('timed_pause', json_build_object('changeId', $1::text))`,
        [pause?.id],
      );
      await until(async () => (await jobsOf(world, 'timed_pause')) === 0 || undefined);
      expect(pausedOf(world, 'by_hand')).toBe(true);
      expect(sentFor(world, 'by_hand')).toEqual([true]);
    });

    it('by pausing it again: it stays paused, and the card says who did it', async () => {
      const card = await pauseFor(world, 'again');
      await world.approver.types('/alooma pause again because it stays as it is');
      await redrawn(world, card, `<@${world.approver.id}> paused it anew`);
      const own = await world.oncall.waitsFor('It is no longer resumed by itself');
      expect(wordsOf(own)).toContain(`<@${world.approver.id}> paused \`again\``);
      await world.pool.query(
        `update changes set pause_until = now() where input_name = 'again' and pause_until is not null`,
      );
      await hurry(world);
      await until(async () => (await jobsOf(world, 'timed_pause', 'again')) === 0 || undefined);
      expect(pausedOf(world, 'again')).toBe(true);
      expect((await switchesOf(world, 'again')).map(({ action }) => action)).toEqual(['pause', 'pause']);
      const refusal = await answerTo(world.oncall, '/alooma pause again');
      expect(wordsOf(refusal)).toContain('paused already');
    });

    it('by another timed pause: the newer one counts', async () => {
      const card = await pauseFor(world, 'twice', 'for 1h');
      await world.approver.types('/alooma pause twice for 5h');
      await redrawn(world, card, 'paused it anew');
      const [first, second] = await switchesOf(world, 'twice');
      expect(first).toMatchObject({ pause_ended: 'replaced', pause_ended_by: world.approver.id });
      expect(second?.pause_ended).toBeNull();
      expect((second?.pause_until?.getTime() ?? 0) - Date.now()).toBeGreaterThan(4.9 * HOUR);
      await lastsStill(world, 'twice');
      await endedAs(world, 'twice', 'resumed');
      expect(sentFor(world, 'twice').at(-1)).toBe(false);
    });

    it('by resuming it here', async () => {
      const card = await pauseFor(world, 'resumed_here');
      await world.approver.types('/alooma resume resumed_here');
      await redrawn(world, card, `<@${world.approver.id}> resumed it`);
      expect(await switchesOf(world, 'resumed_here')).toMatchObject([
        { pause_ended: 'resumed', pause_ended_by: world.approver.id },
        { action: 'resume', resumes: null },
      ]);
    });

    it('by removing the input', async () => {
      const card = await pauseFor(world, 'removed');
      world.alooma.remove('removed');
      await endedAs(world, 'removed', 'gone');
      await redrawn(world, card, 'The input no longer exists');
    });
  });

  it('gives a plain pause an end, too, and says that nothing was sent', async () => {
    addInput(world, 'plain');
    await world.oncall.types('/alooma pause plain');
    await world.approver.waitsFor('paused `plain`');
    await world.oncall.types('/alooma pause plain for 1h');
    const card = await world.approver.waitsFor(/paused `plain`.*left/s);
    expect(wordsOf(card)).toContain('nothing was sent');
    await lastsStill(world, 'plain');
    await endedAs(world, 'plain', 'resumed');
    expect(pausedOf(world, 'plain')).toBe(false);
  });

  it('is resumed now by a click, like by a command', async () => {
    const card = await pauseFor(world, 'clicked');
    await press(world.approver, 'Resume now', card);
    await world.oncall.waitsFor('resumed `clicked`');
    await redrawn(world, card, `<@${world.approver.id}> resumed it`);
    expect(pausedOf(world, 'clicked')).toBe(false);
    const [pause] = await switchesOf(world, 'clicked');
    for (const action of [ACTION.resumeNow, ACTION.extendPause]) {
      const old = await leftBehind(world, action, pause?.id ?? '');
      const late = await answerToClick(world.oncall, 'Press me', old);
      expect(late.isEphemeral).toBe(true);
      expect(wordsOf(late)).toContain(`<@${world.approver.id}> resumed it`);
    }
  });
});

/** Brings the end of a pause near, on its row and of its job. */
async function isOverIn({ pool }: World, name: string, milliseconds: number): Promise<void> {
  const { rows } = await pool.query<{ id: string; pause_until: Date }>(
    `update changes set pause_until = now() + $2 * interval '1 ms' where input_name = $1 returning id, pause_until`,
    [name, milliseconds],
  );
  await pool.query('update graphile_worker._private_jobs set run_at = $2 where key = $1', [
    `timed_pause:${rows[0]?.id}`,
    rows[0]?.pause_until,
  ]);
}

/** How many jobs of a task there are still, of one input or of all. */
async function jobsOf({ pool }: World, task: string, name?: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from graphile_worker.jobs
     where task_identifier = $1 and ($2::text is null and run_at <= now()
       or key in (select $1 || ':' || id from changes where input_name = $2))`,
    [task, name ?? null],
  );
  return rows[0]?.count ?? 0;
}
