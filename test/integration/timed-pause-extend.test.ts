import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { historyOf } from '../../src/db/history.ts';
import { createPool, type Queryable } from '../../src/db/pool.ts';
import { extendTimer } from '../../src/db/timed-pauses.ts';
import { historyJson } from '../../src/domain/history-json.ts';
import { createLogger } from '../../src/log.ts';
import { answerTo } from '../support/asking.ts';
import { auditEntries } from '../support/audit.ts';
import { addInput, hurry, redrawn } from '../support/changes.ts';
import { makePolicyFile, type TrialPolicyFile } from '../support/policy-file.ts';
import {
  endedAs,
  lastsStill,
  pausedOf,
  pauseFor,
  press,
  RESUME_NEEDS_ONE,
  sentFor,
  switchesOf,
} from '../support/timed-pause.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const untilOf = async (world: World, name: string) =>
  (await switchesOf(world, name))[0]?.pause_until?.getTime() ?? 0;

/** The changes of an input as the file of its history has them, the newest first. */
async function filed(world: World, inputName: string): Promise<Record<string, unknown>[]> {
  const changes = await historyOf(world.pool, { inputName, most: 10 });
  return changes.map((change) => JSON.parse(historyJson(change)));
}

describe('the statement that makes a timed pause longer', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterEach(() => world.alooma.faults.clear());
  afterAll(() => world.stop());

  const longer = async (client: Queryable, name: string) => {
    const [pause] = await switchesOf(world, name);
    const seen = pause?.pause_until ?? new Date(0);
    const until = new Date(seen.getTime() + HOUR);
    return extendTimer(client, pause?.id ?? '', { seen, until, by: world.oncall.id, reason: undefined });
  };

  it('moves nothing that was over by the time that it had the row', async () => {
    await pauseFor(world, 'waited_for');
    await lastsStill(world, 'waited_for', 1_000);
    const pool = createPool(world.environment.DATABASE_URL ?? '', createLogger('silent'));
    const [holding, waiting] = [await pool.connect(), await pool.connect()];
    try {
      await holding.query('begin');
      await holding.query(`select from changes where input_name = 'waited_for' for update`);
      await waiting.query('begin');
      const { rows } = await waiting.query('select now(), pg_backend_pid() as pid from changes limit 1');
      const extended = longer(waiting, 'waited_for');
      await until(async () => {
        const { rowCount } = await world.pool.query(
          `select from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'`,
          [rows[0].pid],
        );
        return rowCount === 1;
      });
      await until(
        async () =>
          (
            await world.pool.query(
              `select from changes where input_name = 'waited_for' and pause_until < clock_timestamp()`,
            )
          ).rowCount === 1,
      );
      await holding.query('rollback');
      expect(await extended).toBe(false);
    } finally {
      for (const client of [holding, waiting]) client.release(true);
      await pool.end();
    }
  });

  it('moves nothing while a resume is on its way', async () => {
    await pauseFor(world, 'resumed_just_now');
    world.alooma.faults.status(503, { method: 'PUT', path: /pause=false/ });
    await world.approver.types('/alooma resume resumed_just_now');
    await until(async () => (await switchesOf(world, 'resumed_just_now')).length === 2);
    expect(await longer(world.pool, 'resumed_just_now')).toBe(false);
  });
});

describe('making a timed pause longer', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it('moves its end, says who did it, and it still ends by itself', async () => {
    const card = await pauseFor(world, 'longer', 'for 1h');
    const before = await untilOf(world, 'longer');
    const form = await world.approver.opensModal(() => press(world.approver, 'Extend', card));
    expect(form.title).toBe('Extend a pause');
    const reason = 'the copy of postgres://admin:hunter2@db.example.com is slow';
    await world.approver.submits({ 'For how much longer?': '1h 30m', Reason: reason });
    const longer = await redrawn(world, card, '2 h 30 min left');
    expect(wordsOf(longer)).toContain(`<@${world.approver.id}> has made it longer: “the copy of`);
    expect(Math.round((await untilOf(world, 'longer')) - before)).toBe(1.5 * HOUR);
    const [pause] = await filed(world, 'longer');
    expect(pause).toMatchObject({ pause: { extended_by: world.approver.id } });
    expect(JSON.stringify(pause)).toMatch(/"extended_reason":"the copy of .* is slow"/);
    expect(JSON.stringify(pause)).not.toContain('hunter2');
    expect(sentFor(world, 'longer')).toEqual([true]);
    await lastsStill(world, 'longer');
    await endedAs(world, 'longer', 'resumed');
    const told = await world.approver.waitsFor('Resumed `longer`');
    expect(wordsOf(told)).toContain('its time is over');
  });

  it('takes a time, too', async () => {
    const card = await pauseFor(world, 'till', 'for 1h');
    await world.approver.opensModal(() => press(world.approver, 'Extend', card));
    await world.approver.submits({ 'Or until when?': 'tomorrow 18:00' });
    await redrawn(world, card, 'has made it longer');
    const at = new Date(await untilOf(world, 'till'));
    expect(at.toLocaleTimeString('en-GB', { timeZone: 'Europe/Helsinki' })).toBe('18:00:00');
  });

  it.each([
    [{}, 'for', 'Say for how much longer, or until when'],
    [{ for: 'a while' }, 'for', 'I cannot read “a while”'],
    [{ for: '60 days' }, 'for', 'at most 31 days'],
    [{ for: '1h', until: '18:00' }, 'until', 'not both'],
    [{ until: '2020-01-01 09:00' }, 'until', 'is over'],
  ])('says in the form what is wrong with %j', async (filled, field, sentence) => {
    const name = `form_${field}_${Object.values(filled).join('_').replaceAll(/\W/g, '_')}`;
    const card = await pauseFor(world, name, 'for 1h');
    const before = await untilOf(world, name);
    await world.oncall.opensModal(() => press(world.oncall, 'Extend', card));
    const { errors } = await world.oncall.submits(filled);
    expect(errors?.[field]).toContain(sentence);
    expect(await untilOf(world, name)).toBe(before);
    await world.oncall.closesModal();
  });

  it('says that it would end sooner, and how to do that', async () => {
    const card = await pauseFor(world, 'sooner', 'for 30d');
    await world.oncall.opensModal(() => press(world.oncall, 'Extend', card));
    const { errors } = await world.oncall.submits({ until: 'tomorrow 9:00' });
    expect(errors?.until).toContain('press Resume now');
    await world.oncall.closesModal();
  });

  it('of two at once, one makes it longer and the other is told, so that it is not added up', async () => {
    const card = await pauseFor(world, 'both_extend', 'for 1h');
    const before = await untilOf(world, 'both_extend');
    await world.oncall.opensModal(() => press(world.oncall, 'Extend', card));
    await world.approver.opensModal(() => press(world.approver, 'Extend', card));
    const results = await Promise.all([
      world.oncall.submits({ for: '1h' }),
      world.approver.submits({ for: '1h' }),
    ]);
    const refused = results.filter(({ errors }) => errors !== undefined);
    expect(refused).toHaveLength(1);
    expect(JSON.stringify(refused)).toContain('has made it longer meanwhile');
    expect((await untilOf(world, 'both_extend')) - before).toBe(HOUR);
    await (refused[0] === results[0] ? world.oncall : world.approver).closesModal();
  });

  it('comes too late once its time is over, and says so', async () => {
    const card = await pauseFor(world, 'late', 'for 1h');
    await world.oncall.opensModal(() => press(world.oncall, 'Extend', card));
    await lastsStill(world, 'late');
    await endedAs(world, 'late', 'resumed');
    const { errors } = await world.oncall.submits({ for: '1h' });
    expect(JSON.stringify(errors)).toContain('it was resumed by itself');
    await world.oncall.closesModal();
    expect(pausedOf(world, 'late')).toBe(false);
  });

  it('is not for guests, who may not pause either', async () => {
    const card = await pauseFor(world, 'guested', 'for 1h');
    for (const label of ['Extend', 'Resume now']) {
      const before = new Set(world.guest.sees().map(({ ts }) => ts));
      await press(world.guest, label, card);
      // What the channel is told of other pauses may come in between.
      const answer = await until(() =>
        world.guest.sees().find(({ ts, isEphemeral }) => isEphemeral && !before.has(ts)),
      );
      expect(wordsOf(answer)).toContain('Guests');
    }
    expect(pausedOf(world, 'guested')).toBe(true);
  });
});

describe('where the policy wants a reason to pause and resume, and no approval', () => {
  let world: World;
  let policy: TrialPolicyFile;
  beforeAll(async () => {
    policy = await makePolicyFile(
      'rules:\n  - actions: [pause, resume]\n    approvals: 0\n    reason: required\n',
    );
    world = await startWorld({ environment: { POLICY_FILE: policy.path } });
  });
  afterAll(async () => {
    await world.stop();
    await policy.remove();
  });

  it('Extend wants one of its own, which is told of whoever made it longer', async () => {
    const card = await pauseFor(world, 'owed', 'for 3h because the warehouse moves');
    const before = await untilOf(world, 'owed');
    await world.approver.opensModal(() => press(world.approver, 'Extend', card));
    const { errors } = await world.approver.submits({ for: '10h', reason: ' ' });
    expect(errors).toEqual({ reason: expect.stringContaining('asks for a reason') });
    expect(await untilOf(world, 'owed')).toBe(before);
    await world.approver.submits({ for: '10h', reason: 'the lorry is late' });
    await redrawn(world, card, 'has made it longer: “the lorry is late”.');
    expect(await untilOf(world, 'owed')).toBe(before + 10 * HOUR);
    expect(await filed(world, 'owed')).toMatchObject([
      { reason: 'the warehouse moves', pause: { extended_reason: 'the lorry is late' } },
    ]);
    expect((await auditEntries(world.pool, await idOf('owed'))).at(-1)).toMatchObject({
      event: 'pause_extended',
      by: world.approver.id,
      reason: 'the lorry is late',
    });
  });

  const idOf = async (name: string) => (await switchesOf(world, name))[0]?.id;
});

describe('where the policy wants approvals to pause and resume', () => {
  let world: World;
  let policy: TrialPolicyFile;
  beforeAll(async () => {
    policy = await makePolicyFile('rules:\n  - actions: [pause, resume]\n    approvals: 1\n');
    world = await startWorld({ environment: { POLICY_FILE: policy.path } });
  });
  afterAll(async () => {
    await world.stop();
    await policy.remove();
  });

  async function approvedPause(name: string, how: string) {
    addInput(world, name);
    const card = await answerTo(world.oncall, `/alooma pause ${name} ${how}`);
    await press(world.approver, 'Approve', card);
    return redrawn(world, card, ' left');
  }

  it('a timed pause says on its card for how long, and begins once it is approved and done', async () => {
    addInput(world, 'asked');
    const card = await answerTo(world.oncall, '/alooma pause asked for 2h');
    expect(wordsOf(card)).toContain('Pause `asked` for 2 h');
    expect(wordsOf(card)).toContain('counted from when it is paused, then resumed by itself');
    expect((await switchesOf(world, 'asked'))[0]).toMatchObject({ state: 'pending', pause_until: null });
    await press(world.approver, 'Approve', card);
    await redrawn(world, card, '2 h left');
    await lastsStill(world, 'asked');
    // Approved with the pause: nobody is asked again.
    await endedAs(world, 'asked', 'resumed');
    expect(pausedOf(world, 'asked')).toBe(false);
  });

  it('is not done when the time until which it was asked for is over before it is approved', async () => {
    addInput(world, 'overslept');
    const card = await answerTo(world.oncall, '/alooma pause overslept until tomorrow 9:00');
    await lastsStill(world, 'overslept');
    await press(world.approver, 'Approve', card);
    await redrawn(world, card, 'The time until which `overslept` was to be paused is over');
    expect(sentFor(world, 'overslept')).toEqual([]);
  });

  it('Extend asks for a pause that takes its place, and only its approval does', async () => {
    const card = await approvedPause('extended', 'for 1h');
    const before = await untilOf(world, 'extended');
    await world.oncall.opensModal(() => press(world.oncall, 'Extend', card));
    await world.oncall.submits({ for: '1h' });
    const asked = await world.approver.waitsFor(/Pause `extended` until .*Waits for/s);
    expect(await untilOf(world, 'extended')).toBe(before);
    await press(world.approver, 'Approve', asked);
    await redrawn(world, card, `<@${world.oncall.id}> paused it anew`);
    await redrawn(world, asked, '2 h left');
    const [first, second] = await switchesOf(world, 'extended');
    expect(second?.pause_until?.getTime()).toBe(before + HOUR);
    expect((await filed(world, 'extended')).map((change) => change.extends)).toEqual([first?.id, null]);
    const entries = await auditEntries(world.pool, second?.id);
    expect(entries.map((entry) => entry.extends)).toEqual(entries.map(() => first?.id));
  });

  it.each([
    ['before it is approved', 'resumed', 'The pause that it was to make longer has ended'],
    ['elsewhere', 'elsewhere', 'The pause that it was to make longer has ended'],
  ])('what was asked for with Extend ends with the pause that it was about: %s', async (_, how, sentence) => {
    const name = `stale_${how}`;
    const card = await approvedPause(name, 'for 1h because of a secret of mine');
    await world.backup.opensModal(() => press(world.backup, 'Extend', card));
    await world.backup.submits({ for: '1h', reason: 'it takes longer' });
    const asked = await world.approver.waitsFor(new RegExp(`Pause \`${name}\` until .*Waits for`, 's'));
    expect(wordsOf(asked)).toMatch(/It makes <.*\|a pause> longer/);
    expect(wordsOf(asked)).toContain('Reason: it takes longer');
    if (how === 'elsewhere') {
      world.alooma.edit(name, (input) => {
        input.paused = false;
      });
    } else await lastsStill(world, name);
    await endedAs(world, name, how);
    await redrawn(world, asked, sentence);
    expect((await switchesOf(world, name)).find(({ state }) => state === 'stale')?.action).toBe('pause');
    expect(pausedOf(world, name)).toBe(false);
  });

  it('what was asked for with Extend is not done where its pause has ended unseen', async () => {
    const card = await approvedPause('unseen', 'for 1h');
    await world.oncall.opensModal(() => press(world.oncall, 'Extend', card));
    await world.oncall.submits({ for: '1h' });
    const asked = await world.approver.waitsFor(/Pause `unseen` until .*Waits for/s);
    await world.pool.query(
      `update changes set pause_ended = 'elsewhere', pause_ended_at = now()
       where input_name = 'unseen' and state = 'applied'`,
    );
    await press(world.approver, 'Approve', asked);
    await redrawn(world, asked, 'that was to be made longer has ended meanwhile');
    expect(sentFor(world, 'unseen')).toEqual([true]);
  });

  it('Resume now asks for a resume, which its end does not wait for', async () => {
    const card = await approvedPause('hastened', 'for 1h');
    await press(world.backup, 'Resume now', card);
    const asked = await world.approver.waitsFor('Resume `hastened`');
    expect(wordsOf(asked)).toContain('Waits for');
    expect(pausedOf(world, 'hastened')).toBe(true);
    await lastsStill(world, 'hastened');
    await endedAs(world, 'hastened', 'resumed');
    await redrawn(world, asked, 'The pause was over before that was approved');
    expect(pausedOf(world, 'hastened')).toBe(false);
    expect(sentFor(world, 'hastened')).toEqual([true, false]);
  });

  it('a pause that waits for its approval meanwhile is done afterwards, if it is approved', async () => {
    const card = await approvedPause('meanwhile', 'for 1h');
    await world.backup.types('/alooma pause meanwhile');
    const asked = await world.approver.waitsFor(/Pause `meanwhile`\*.*Waits for/s);
    await lastsStill(world, 'meanwhile');
    await endedAs(world, 'meanwhile', 'resumed');
    await redrawn(world, card, 'resumed by itself');
    await press(world.approver, 'Approve', asked);
    await until(() => pausedOf(world, 'meanwhile') === true);
    await hurry(world);
    expect(sentFor(world, 'meanwhile')).toEqual([true, false, true]);
  });
});

describe('where the policy wants approvals to resume and none to pause', () => {
  let world: World;
  let policy: TrialPolicyFile;
  beforeAll(async () => {
    policy = await makePolicyFile(RESUME_NEEDS_ONE);
    world = await startWorld({ environment: { POLICY_FILE: policy.path } });
  });
  afterAll(async () => {
    await world.stop();
    await policy.remove();
  });

  it('a pause with an end waits for what its resume needs: else it would be the way round that', async () => {
    addInput(world, 'held');
    await world.oncall.types('/alooma pause held');
    await world.approver.waitsFor('paused `held`');
    const card = await answerTo(world.oncall, '/alooma pause held for 1h');
    expect(wordsOf(card)).toContain('Waits for');
    expect((await switchesOf(world, 'held'))[1]).toMatchObject({ state: 'pending', pause_until: null });
    expect(sentFor(world, 'held')).toEqual([true]);
    await press(world.approver, 'Approve', card);
    await redrawn(world, card, ' left');
  });

  it('moving its end is asked for as well', async () => {
    addInput(world, 'held_longer');
    const card = await answerTo(world.oncall, '/alooma pause held_longer for 1h');
    await press(world.approver, 'Approve', card);
    await redrawn(world, card, ' left');
    const before = await untilOf(world, 'held_longer');
    await world.oncall.opensModal(() => press(world.oncall, 'Extend', card));
    await world.oncall.submits({ for: '1h' });
    await world.approver.waitsFor(/Pause `held_longer` until .*Waits for/s);
    expect(await untilOf(world, 'held_longer')).toBe(before);
  });
});
