import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, answerToClick, changesOf, editCard } from '../support/asking.ts';
import { addInput } from '../support/changes.ts';
import { makePolicyFile, type TrialPolicyFile } from '../support/policy-file.ts';
import { startWorld, type World, wordsOf } from '../support/world.ts';

const POLICY = `
rules:
  - name: never back
    inputs: ["kept_*"]
    actions: [resume]
    ask: nobody
  - name: back with two
    actions: [resume]
    approvals: 2
  - name: with a reason
    inputs: ["why_*"]
    actions: [pause]
    approvals: 0
    reason: required
  - name: few decide
    inputs: ["few_*"]
    approve: [U0BACKUP01]
  - name: looking
    actions: [read]
    ask: [U0ONCALL01, U0APPROV01, S0ONCALL01]
`;

/** What people are told of the policy where it says no, and where it is asked beforehand. */
describe('what the policy says', () => {
  let world: World;
  let policy: TrialPolicyFile;
  beforeAll(async () => {
    policy = await makePolicyFile(POLICY);
    world = await startWorld({ environment: { POLICY_FILE: policy.path } });
    for (const name of ['kept_on', 'other', 'why_paused', 'few_waiting']) addInput(world, name);
  });
  afterAll(async () => {
    await world.stop();
    await policy.remove();
  });

  const says = async (line: string, channel?: string) =>
    wordsOf(await answerTo(world.oncall, `/alooma ${line}`, channel));

  it('of a pause with an end is also what it says of resuming', async () => {
    const other = await says('policy pause other');
    expect(other).toContain('Approvals: none, it is done at once.');
    expect(other).toMatch(
      /With an end.*what holds for resuming holds for it too\.\s+Approvals: 2, by any member/s,
    );
    expect(other).toContain('rule 2 “back with two”');
    const kept = await says('policy pause kept_on');
    expect(kept).toMatch(/You may ask for it\..*With an end.*May ask: nobody.*Nobody may ask for this/s);
    expect(await says('policy resume other')).not.toContain('With an end');
  });

  it('of a pause whose end is refused is that there may be one without', async () => {
    const refusal = await says('pause kept_on for 1m');
    expect(refusal).toContain('Nobody may ask for this');
    expect(refusal).toContain('resumes by itself, so what holds for resuming holds for it too');
    expect(refusal).toContain('Without an end it is done at once.');
    expect(await changesOf(world, 'kept_on')).toEqual([]);
  });

  it('of a reason that is owed is which rules ask for one, and no others', async () => {
    const refusal = await says('pause why_paused for 1m');
    expect(refusal).toMatch(/A reason is owed here, says rule 3 “with a reason” \(line \d+\)\. /);
  });

  it('to whoever may not reject is about rejecting', async () => {
    const card = await editCard(world.oncall, '/alooma edit few_waiting batch_size 2');
    const refusal = wordsOf(await answerToClick(world.approver, 'Reject', card));
    expect(refusal).toContain('You may not reject it: rule 4');
  });

  it('to whoever may not look at inputs is who may', async () => {
    const refusal = wordsOf(await answerTo(world.backup, '/alooma policy'));
    expect(refusal).toContain('You may not ask for this: rule 5');
    expect(refusal).toContain('That is for <@U0ONCALL01>, <@U0APPROV01> or <!subteam^S0ONCALL01>.');
    expect(wordsOf(await answerTo(world.guest, '/alooma list'))).not.toContain('That is for');
  });

  it('in direct messages is that nobody else would see a card there', async () => {
    const direct = world.slack.people.oncall.directChannel;
    expect(await says('policy delete other', direct)).toContain('You may ask for it, but not here');
    expect(await says('policy delete other')).toContain('You may ask for it.');
    expect(await says('policy pause other', direct)).toContain('You may ask for it.');
  });

  it('of one thing is also that its file is not taken any more', async () => {
    expect(await says('policy delete other')).not.toContain('not taken');
    await policy.nowHolds(`${POLICY}    aproove: 1\n`, world);
    expect(await says('policy delete other')).toContain('its file was read anew and not taken');
    await policy.nowHolds(POLICY, world);
    expect(await says('policy delete other')).not.toContain('not taken');
  });
});
