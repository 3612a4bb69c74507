import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fault } from '../../sandbox/slack/api/faults.ts';
import { type SlackStandIn, startSlack } from '../../sandbox/slack/start.ts';
import { createLogger } from '../../src/log.ts';
import { createWebClient } from '../../src/slack/client.ts';
import { createPeople, type People } from '../../src/slack/people.ts';
import { until } from '../support/world.ts';

const MANIFEST = fileURLToPath(new URL('../../manifest.yml', import.meta.url));
const GROUP = 'S0APPROV01';

describe('who people are, as Slack says it', () => {
  let slack: SlackStandIn;
  let approver: string;
  const logger = createLogger('silent');
  beforeAll(async () => {
    slack = await startSlack({ manifest: MANIFEST });
    approver = slack.people.approver.id;
  });
  afterEach(() => {
    slack.faults.clear();
    slack.roster.deactivate(approver, false);
    slack.roster.restrict(approver, false);
    slack.roster.setGroup(GROUP, [approver]);
  });
  afterAll(() => slack.close());

  /** @param keptFor in milliseconds; as long as the bot keeps it when absent */
  function asked(keptFor?: number, ourTeam: string = slack.team.id): People {
    const client = createWebClient(slack.botToken, slack.apiUrl, logger);
    return createPeople({
      client,
      ourTeam: async () => ourTeam,
      logger,
      ...(keptFor !== undefined && { keptFor }),
    });
  }
  const standing = async (people: People, id = approver) => (await people.actor(id)).standing;
  const isIn = async (people: People, id = approver) => (await people.inGroups(id, [GROUP])).get(GROUP);
  const callsOf = (method: string) => slack.calls.filter((call) => call.method === method).length;

  it('tells members from all others', async () => {
    const people = asked();
    expect(await standing(people)).toBe('member');
    expect(await standing(people, slack.people.guest.id)).toBe('guest');
    expect(await standing(people, slack.stranger.id)).toBe('stranger');
    expect(await standing(people, 'U0SANDBOX1')).toBe('bot');
    expect(await standing(people, 'USLACKBOT')).toBe('unknown');
    expect(await standing(asked(undefined, 'T0OTHER'))).toBe('stranger');
  });

  it('takes who has left, and who is a guest by now, for no member', async () => {
    slack.roster.deactivate(approver);
    expect(await standing(asked())).toBe('guest');
    slack.roster.deactivate(approver, false);
    slack.roster.restrict(approver);
    expect(await standing(asked())).toBe('guest');
  });

  it('asks once for as long as the answer is kept', async () => {
    const people = asked();
    const before = [callsOf('users.info'), callsOf('usergroups.users.list')];
    expect(await Promise.all([isIn(people), isIn(people), standing(people), standing(people)])).toEqual([
      ...[true, true, 'member', 'member'],
    ]);
    slack.roster.setGroup(GROUP, []);
    slack.roster.deactivate(approver);
    expect([await isIn(people), await standing(people)]).toEqual([true, 'member']);
    expect([callsOf('users.info'), callsOf('usergroups.users.list')]).toEqual(
      before.map((calls) => calls + 1),
    );
  });

  it('asks anew after that', async () => {
    const people = asked(50);
    expect([await isIn(people), await standing(people)]).toEqual([true, 'member']);
    slack.roster.setGroup(GROUP, []);
    slack.roster.deactivate(approver);
    await until(async () => (await isIn(people)) === false && (await standing(people)) === 'guest');
  });

  it('does not go on with what was kept where Slack cannot say after that', async () => {
    const people = asked(50);
    expect(await isIn(people)).toBe(true);
    slack.faults.fail('usergroups.users.list', 'internal_error', 1_000);
    await until(async () => (await isIn(people)) === 'unknown');
  });

  it.each<[string, Fault | string]>([
    ['fails', 'internal_error'],
    ['lacks the scope', 'missing_scope'],
    ['knows no such group', 'no_such_subteam'],
    ['answers 503', { status: 503 }],
    ['asks to wait', { status: 429, retryAfterSeconds: 30 }],
    ['breaks off', { loseAnswer: true }],
  ])('does not know where Slack %s, and asks again the next time', async (_, fault) => {
    const people = asked();
    slack.faults.fail('usergroups.users.list', fault, 3);
    slack.faults.fail('users.info', fault, 3);
    expect([await isIn(people), await standing(people)]).toEqual(['unknown', 'unknown']);
    slack.faults.clear();
    await until(async () => (await isIn(people)) === true && (await standing(people)) === 'member');
  });

  it('says who is in a group, nobody where Slack knows no such group, and nothing where it does not say', async () => {
    const people = asked(50);
    expect(await people.membersOf(GROUP)).toEqual([approver]);
    expect(await people.membersOf('S0NOTHERE1')).toEqual([]);
    expect((await people.inGroups(approver, ['S0NOTHERE1'])).get('S0NOTHERE1')).toBe('unknown');
    slack.faults.fail('usergroups.users.list', 'internal_error', 1_000);
    await until(async () => (await people.membersOf(GROUP)) === undefined);
    expect(await people.membersOf('S0NOTHERE1')).toBeUndefined();
    slack.faults.clear();
  });

  it('waits for a silent Slack no longer than somebody who clicks does', async () => {
    const people = asked();
    slack.faults.fail('usergroups.users.list', { hang: true }, 3);
    slack.faults.fail('users.info', { hang: true }, 3);
    let isLate = false;
    // A timer of this process, which a busy machine holds up as it does the bot.
    const clock = setTimeout(() => {
      isLate = true;
    }, 2_900);
    expect(await Promise.all([isIn(people), standing(people)])).toEqual(['unknown', 'unknown']);
    clearTimeout(clock);
    expect(isLate).toBe(false);
  });
});
