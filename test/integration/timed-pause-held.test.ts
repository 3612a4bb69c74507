import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo } from '../support/asking.ts';
import { addInput, changeOf, hurry, inState, redrawn } from '../support/changes.ts';
import { makePolicyFile, type TrialPolicyFile } from '../support/policy-file.ts';
import {
  lastsStill,
  pausedOf,
  pauseFor,
  press,
  RESUME_NEEDS_ONE,
  sentFor,
  switchesOf,
} from '../support/timed-pause.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

/** Pauses or resumes an input in Alooma itself. */
function outside(world: World, name: string, paused: boolean): void {
  world.alooma.edit(name, (input) => {
    input.paused = paused;
  });
}

describe('a timed pause of what is paused already, without an end', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it('is refused where somebody else did it here: it says who, when and why, and what to do', async () => {
    addInput(world, 'crm');
    await world.approver.types('/alooma pause crm because INCIDENT, do not resume');
    await world.oncall.waitsFor('paused `crm`');
    const answer = await answerTo(world.oncall, '/alooma pause crm for 15s because short');
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toMatch(
      new RegExp(
        `\`crm\` is paused already, without an end. <@${world.approver.id}> paused it <!date.*>: “INCIDENT, do not resume”.`,
      ),
    );
    expect(wordsOf(answer)).toContain('`/alooma resume crm`');
    expect(await switchesOf(world, 'crm')).toHaveLength(1);
    expect(sentFor(world, 'crm')).toEqual([true]);
  });

  it('is refused where it was not done here', async () => {
    addInput(world, 'by_others');
    outside(world, 'by_others', true);
    const answer = await answerTo(world.oncall, '/alooma pause by_others for 15s');
    expect(wordsOf(answer)).toContain('That was not done through this bot');
    expect(await switchesOf(world, 'by_others')).toEqual([]);
  });

  it('is refused where its own was resumed elsewhere and it was paused there again', async () => {
    await pauseFor(world, 'returned');
    await world.pool.query(
      `update changes set pause_ended = 'elsewhere', pause_ended_at = now() where input_name = 'returned'`,
    );
    const answer = await answerTo(world.oncall, '/alooma pause returned for 15s');
    expect(wordsOf(answer)).toContain('That was not done through this bot');
  });

  it('gives an end to its own pause of which the end has failed', async () => {
    await pauseFor(world, 'own_failed');
    await world.pool.query(
      `update changes set pause_ended = 'failed', pause_ended_at = now() where input_name = 'own_failed'`,
    );
    await world.oncall.types('/alooma pause own_failed for 5h');
    await world.approver.waitsFor(/paused `own_failed`.*5 h left/s);
  });
});

describe('a timed pause that waits for an approval', () => {
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

  it('does not take over what somebody else has paused meanwhile, and says so', async () => {
    addInput(world, 'meanwhile');
    const card = await answerTo(world.oncall, '/alooma pause meanwhile for 10s');
    // As where both were asked for at the same moment, and the other was carried out first.
    outside(world, 'meanwhile', true);
    await world.pool.query(
      `insert into changes (id, state, action, rewrites, input_id, input_name, operation, requested_by, requested_at,
         expires_at, closed_at, team_id, channel_id, terms, reason)
       select gen_random_uuid(), 'applied', 'pause', false, input_id, input_name, operation, $1, now(), expires_at, now(),
         team_id, channel_id, terms, 'INCIDENT' from changes where input_name = 'meanwhile'`,
      [world.approver.id],
    );
    await press(world.backup, 'Approve', card);
    await redrawn(world, card, 'it stays paused until somebody resumes it');
    const [asked] = await switchesOf(world, 'meanwhile');
    expect(asked).toMatchObject({ state: 'stale', pause_until: null });
    expect(asked?.outcome).toContain(`<@${world.approver.id}> paused it`);
    expect(asked?.outcome).toContain('“INCIDENT”');
    await hurry(world);
    expect(sentFor(world, 'meanwhile')).toEqual([]);
    expect(pausedOf(world, 'meanwhile')).toBe(true);
  });

  it('does not take over what was paused elsewhere meanwhile', async () => {
    addInput(world, 'outside');
    const card = await answerTo(world.oncall, '/alooma pause outside for 10s');
    outside(world, 'outside', true);
    await press(world.approver, 'Approve', card);
    await redrawn(world, card, 'it stays paused until somebody resumes it');
    expect((await inState(world, 'outside', 'stale')).outcome).toContain('not done through this bot');
    expect(sentFor(world, 'outside')).toEqual([]);
  });

  it('waits no longer than until it was to end', async () => {
    addInput(world, 'lapses');
    const card = await answerTo(world.oncall, `/alooma pause lapses until ${inMinutes(20)} UTC`);
    const [pause] = await switchesOf(world, 'lapses');
    expect(await lapseOf('lapses')).toBe(pause?.pause_until?.getTime());
    expect(wordsOf(card)).toContain(`It lapses <!date^${(pause?.pause_until?.getTime() ?? 0) / 1000}^`);
  });

  it('and what makes one longer no longer than that lasts', async () => {
    addInput(world, 'extended');
    const card = await answerTo(world.oncall, '/alooma pause extended for 1h');
    await press(world.approver, 'Approve', card);
    await redrawn(world, card, ' left');
    await lastsStill(world, 'extended', 1_800_000);
    const [pause] = await switchesOf(world, 'extended');
    await world.oncall.opensModal(() => press(world.oncall, 'Extend', card));
    await world.oncall.submits({ for: '1h' });
    await world.approver.waitsFor(/Pause `extended` until .*Waits for/s);
    expect(await lapseOf('extended')).toBe(pause?.pause_until?.getTime());
  });

  it('is named, with its card, where the same is asked for again', async () => {
    addInput(world, 'again');
    const card = await answerTo(world.oncall, '/alooma pause again for 2h');
    await until(async () => (await changeOf(world, 'again')).card_link);
    const again = wordsOf(await answerTo(world.backup, '/alooma pause again for 3h'));
    expect(again).toMatch(/^<http.*\|A pause> of `again` waits for an approval already, which /);
    expect(again).toContain(`|A pause>`);
    expect(again).toContain(card.ts.replace('.', ''));
    expect(again).toMatch(
      new RegExp(`which <@${world.oncall.id}> asked for \\d+ (s|min) ago\\. Nothing more`),
    );
    const own = wordsOf(await answerTo(world.oncall, '/alooma pause again for 3h'));
    expect(own).toContain('which you asked for');
  });

  const lapseOf = async (name: string) => {
    const { rows } = await world.pool.query<{ expires_at: Date }>(
      'select expires_at from changes where id = $1',
      [(await changeOf(world, name)).id],
    );
    return rows[0]?.expires_at.getTime();
  };
});

/** `18:20` in UTC. */
function inMinutes(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString().slice(11, 16);
}
