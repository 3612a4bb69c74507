import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, changesOf, editCard } from '../support/asking.ts';
import { addInput, noneLeft } from '../support/changes.ts';
import { cardOfForm } from '../support/forms.ts';
import { makePolicyFile, type TrialPolicyFile } from '../support/policy-file.ts';
import { startWorld, type World, wordsOf } from '../support/world.ts';

const EMPTY = 'S0APPROV01';
const POLICY = `rules:
  - name: empty
    inputs: [empty_*]
    approve: [${EMPTY}]
    alone: [U0APPROV01]
  - name: own
    inputs: [own_*]
    approve: [S0ONCALL01]
  - name: no group
    inputs: [gone_*]
    approve: [S0GONE0001]
  - name: enough
    inputs: [enough_*]
    approve: [U0APPROV01]
`;

const STUCK = 'cannot be approved as things stand';

describe('a change that nobody can approve', () => {
  let file: TrialPolicyFile;
  let world: World;
  beforeAll(async () => {
    file = await makePolicyFile(POLICY);
    world = await startWorld({ environment: { POLICY_FILE: file.path } });
    const { oncall, slack } = world;
    slack.roster.setGroup(EMPTY, []);
    slack.roster.setGroup('S0ONCALL01', [oncall.id]);
  });
  afterAll(async () => {
    await world.stop();
    await file.remove();
  });

  const warningOf = (name: string) => world.oncall.waitsFor(new RegExp(`\`${name}\`[^]*${STUCK}`));

  it('is kept, and whoever asked is told so, who would have to and what to do; the log too', async () => {
    addInput(world, 'empty_db');
    await editCard(world.oncall, '/alooma edit empty_db batch_size 2');
    const warning = await warningOf('empty_db');
    expect(warning.isEphemeral).toBe(true);
    const words = wordsOf(warning);
    expect(words).toContain(
      `Rule 1 “empty” (line 2) asks for 1 approval by <!subteam^${EMPTY}>, not by whoever asks: nobody can give one.`,
    );
    expect(words).toContain('Have whoever keeps the policy name more people.');
    expect(words).toContain(`In an emergency it can be applied alone by <@${world.approver.id}>.`);
    const [change] = await changesOf(world, 'empty_db');
    expect(change?.state).toBe('pending');
    const logged = world.log
      .filter((line) => line.includes('nobody can approve'))
      .map((line) => JSON.parse(line));
    expect(logged).toMatchObject([{ changeId: change?.id, able: [] }]);
  });

  it('is told of a form as well, and of a group that Slack does not know', async () => {
    addInput(world, 'gone_db');
    await world.oncall.opensModal('/alooma edit gone_db');
    await cardOfForm(world.oncall, { 'field:batch_size': '3' });
    expect(wordsOf(await warningOf('gone_db'))).toContain('nobody can give one');
  });

  it('is told of what is asked anew as well, with how the one before it has ended', async () => {
    addInput(world, 'empty_moved');
    const card = await editCard(world.oncall, '/alooma edit empty_moved batch_size 2');
    await warningOf('empty_moved');
    world.alooma.edit('empty_moved', ({ configuration }) =>
      Object.assign(configuration as object, { batch_size: 9 }),
    );
    await world.approver.opensModal(() => world.approver.clicks('Apply alone', card));
    expect(await world.approver.submits({ reason: 'orders are stuck', name: 'empty_moved' })).toEqual({
      ok: true,
    });
    const told = await world.oncall.waitsFor(/your change is out of date.*`empty_moved`/s);
    const [before, anew] = await changesOf(world, 'empty_moved');
    expect([before?.state, anew?.state]).toEqual(['stale', 'pending']);
    expect(wordsOf(told)).toMatch(
      /What you asked for of `empty_moved` cannot be approved as things stand\. Rule 1 .* nobody can give one\./s,
    );
    await world.oncall.waitsFor(/It asks anew what.*Cancel/s);
    await noneLeft(world, 'alarm');
  });

  it('is told in advance by policy, to whom it concerns', async () => {
    addInput(world, 'own_db');
    const line = '/alooma policy edit own_db batch_size';
    const own = wordsOf(await answerTo(world.oncall, line));
    expect(own).toContain(STUCK);
    expect(own).toContain('by <!subteam^S0ONCALL01>, not by whoever asks: nobody can give one.');
    expect(wordsOf(await answerTo(world.backup, line))).not.toContain(STUCK);
  });

  it('is none where there are enough, or where Slack cannot say', async () => {
    for (const name of ['enough_db', 'enough_more']) addInput(world, name);
    await editCard(world.oncall, '/alooma edit enough_db batch_size 2');
    const own = '/alooma policy edit own_db batch_size';
    world.slack.faults.fail('usergroups.users.list', 'internal_error', 1_000);
    const silent = await world.restart();
    await editCard(world.oncall, '/alooma edit enough_more batch_size 2');
    expect(wordsOf(await answerTo(world.oncall, own))).not.toContain(STUCK);
    world.slack.faults.clear();
    // Whatever is to be said has been by then.
    await silent.stop();
    expect(
      world.oncall
        .sees()
        .filter((message) => wordsOf(message).includes('`enough_') && wordsOf(message).includes(STUCK)),
    ).toEqual([]);
  });
});
