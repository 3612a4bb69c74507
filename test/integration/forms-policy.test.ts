import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, changesOf } from '../support/asking.ts';
import { addInput, inState } from '../support/changes.ts';
import { faultsOfForm } from '../support/forms.ts';
import { makePolicyFile, type TrialPolicyFile } from '../support/policy-file.ts';
import { startWorld, type World, wordsOf } from '../support/world.ts';

const POLICY = `rules:
  - name: with a reason
    inputs: [owed_*]
    actions: [edit, delete]
    reason: required
  - name: some with a reason
    inputs: [some_*]
    fields: [password]
    reason: required
  - name: trials
    inputs: [trial_*]
    actions: [edit]
    approvals: 0
  - name: light
    inputs: [mixed_*]
    actions: [edit]
    fields: [batch_size]
    approvals: 0
`;

describe('a form, where a policy', () => {
  let file: TrialPolicyFile;
  let world: World;
  let direct: string;
  beforeAll(async () => {
    file = await makePolicyFile(POLICY);
    world = await startWorld({ environment: { POLICY_FILE: file.path } });
    direct = world.slack.people.oncall.directChannel;
  });
  afterAll(async () => {
    await world.stop();
    await file.remove();
  });

  /** The field for the reason of the form that a line opens. */
  async function reasonFieldOf(line: string) {
    const { blocks } = await world.oncall.opensModal(`/alooma ${line}`);
    return blocks.find((block) => block.block_id === 'reason');
  }

  it.each(['edit', 'delete'])('asks for a reason whatever is filled in, asks for it (%s)', async (verb) => {
    addInput(world, `owed_${verb}`);
    expect(await reasonFieldOf(`${verb} owed_${verb}`)).not.toHaveProperty('optional', true);
    await world.oncall.closesModal();
  });

  it('asks for one of some fields, says so', async () => {
    addInput(world, 'some_db');
    const field = await reasonFieldOf('edit some_db');
    expect(field).toHaveProperty('optional', true);
    expect(JSON.stringify(field)).toContain(
      'For some of what can be filled in here, the policy asks for one.',
    );
    await world.oncall.closesModal();
    expect(JSON.stringify(await reasonFieldOf('delete some_db'))).not.toContain('the policy asks');
    await world.oncall.closesModal();
  });

  it('has it done at once, opens in direct messages too, and does it', async () => {
    addInput(world, 'trial_db');
    const { submit } = await world.oncall.opensModal('/alooma edit trial_db', direct);
    expect(submit).toBe('Apply');
    await world.oncall.submits({ 'field:batch_size': '7' });
    await inState(world, 'trial_db', 'applied');
  });

  it('has some of it done at once, opens there, and refuses the rest as it is asked for', async () => {
    addInput(world, 'mixed_db');
    await world.oncall.opensModal('/alooma edit mixed_db', direct);
    const refused = await faultsOfForm(world.oncall, { 'field:server': 'elsewhere' });
    expect(JSON.stringify(refused)).toContain('nobody else could approve it');
    await world.oncall.submits({ 'field:server': 'mixed_db.example.com', 'field:batch_size': '7' });
    await inState(world, 'mixed_db', 'applied');
    expect(await changesOf(world, 'mixed_db')).toHaveLength(1);
  });

  it('has it approved, is refused there before it is filled in', async () => {
    addInput(world, 'owed_there');
    await world.oncall.types('/alooma edit owed_there', direct);
    await world.oncall.waitsForModal('nobody else could approve it');
    await world.oncall.closesModal();
    // No rule has a delete done at once: known without reading the input.
    const answer = await answerTo(world.oncall, '/alooma delete trial_db', direct);
    expect(wordsOf(answer)).toContain('nobody else could approve it');
    expect(world.oncall.modal()).toBeUndefined();
  });
});
