import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '../../sandbox/slack/client-api.ts';
import { answerTo, letLapse } from '../support/asking.ts';
import { addInput, askForEdit, changeOf, ended } from '../support/changes.ts';
import { makePolicyFile, type TrialPolicyFile } from '../support/policy-file.ts';
import { type Actor, startWorld, until, type World, wordsOf } from '../support/world.ts';

describe('/alooma approvals', () => {
  let world: World;
  let file: TrialPolicyFile;
  beforeAll(async () => {
    file = await makePolicyFile(`
rules:
  - name: by group
    inputs: [grouped_*]
    approve: [S0APPROV01]
  - name: two of them
    inputs: [double_*]
    approvals: 2
`);
    world = await startWorld({ environment: { POLICY_FILE: file.path } });
  });
  afterEach(() => world.slack.faults.clear());
  afterAll(async () => {
    await world.stop();
    await file.remove();
  });

  /** What is listed under each of the two headings. */
  async function listFor(actor: Actor): Promise<{ answer: Message; forThem: string; fromThem: string }> {
    const answer = await answerTo(actor, '/alooma approvals');
    const words = (answer.blocks ?? []).map((block) => JSON.stringify(block));
    const from = words.findIndex((block) => block.includes('that you asked for*'));
    return { answer, forThem: words.slice(1, from).join('\n'), fromThem: words.slice(from + 1).join('\n') };
  }

  it('says privately that nothing waits', async () => {
    const { answer } = await listFor(world.oncall);
    expect(answer.isEphemeral).toBe(true);
    expect(answer.text).toBe('Nothing waits for your approval. Nothing waits that you asked for.');
  });

  it('shows each what waits for them and from them, with who asked, how far it is, until when, and its card', async () => {
    addInput(world, 'plain_one');
    const card = await askForEdit(world, 'plain_one');
    await until(async () => (await changeOf(world, 'plain_one')).card_link);
    const mine = await listFor(world.oncall);
    expect(mine.answer.isEphemeral).toBe(true);
    expect(mine.forThem).toBe('');
    const theirs = await listFor(world.approver);
    expect(theirs.fromThem).toBe('');
    for (const listed of [mine.fromThem, theirs.forThem]) {
      expect(listed).toContain('Set `batch_size` of `plain_one` from `1` to `2`');
      expect(listed).toContain('0 of 1 approval');
      expect(listed).toMatch(/asked (by <@\w+> )?\d+ (s|min) ago/);
      expect(listed).toMatch(/lapses <!date\^/);
      expect(listed).toContain(`/p${card.ts.replace('.', '')}|its card>`);
    }
    expect(theirs.forThem).toContain(`asked by <@${world.oncall.id}>`);
  });

  it('asks Slack who is in the user groups that the policy names', async () => {
    addInput(world, 'grouped_one');
    await world.oncall.types('/alooma edit grouped_one batch_size 2');
    await world.approver.waitsFor('`grouped_one`');
    expect((await listFor(world.approver)).forThem).toContain('grouped_one');
    expect((await listFor(world.backup)).forThem).toContain('grouped_one');
    expect((await listFor(world.oncall)).forThem).not.toContain('grouped_one');
  });

  it('leaves out what one has approved already, and shows the others how far it is', async () => {
    addInput(world, 'double_one');
    await world.oncall.types('/alooma edit double_one batch_size 2');
    const card = await world.approver.waitsFor('`double_one`');
    expect((await listFor(world.approver)).forThem).toContain('double_one');
    await world.approver.clicks('Approve', card);
    await until(async () => (await changeOf(world, 'double_one')).version > 1);
    expect((await listFor(world.approver)).forThem).not.toContain('double_one');
    const { forThem } = await listFor(world.backup);
    expect(forThem.split('\n').find((line) => line.includes('double_one'))).toContain('1 of 2 approvals');
  });

  it('shows what lapses first at first', async () => {
    await world.pool.query(
      `update changes set expires_at = now() + interval '1 hour' where input_name = 'double_one'`,
    );
    const { forThem } = await listFor(world.backup);
    const places = ['double_one', 'plain_one', 'grouped_one'].map((name) => forThem.indexOf(name));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
  });

  it('leaves out what has been decided, and what has lapsed though nobody has closed it', async () => {
    addInput(world, 'decided_one');
    const card = await askForEdit(world, 'decided_one');
    await world.approver.clicks('Approve', card);
    await ended(world, 'decided_one');
    addInput(world, 'lapsed_one');
    await askForEdit(world, 'lapsed_one');
    await letLapse(world, (await changeOf(world, 'lapsed_one')).id);
    const both = [await listFor(world.backup), await listFor(world.oncall)];
    expect(JSON.stringify(both)).not.toMatch(/decided_one|lapsed_one/);
  });

  it('is not answered to guests, nor to people of another workspace', async () => {
    for (const actor of [world.guest, world.stranger]) {
      const answer = await answerTo(actor, '/alooma approvals');
      expect(wordsOf(answer)).not.toContain('plain_one');
    }
  });

  it('shows ten of many, and how many more there are', async () => {
    for (let number = 0; number < 12; number += 1) addInput(world, `many_${number}`);
    for (let number = 0; number < 12; number += 1) {
      await askForEdit(world, `many_${number}`);
      await until(async () => (await changeOf(world, `many_${number}`)).card_link);
    }
    const { answer, forThem } = await listFor(world.backup);
    expect(answer.text).toMatch(/^15 changes wait for your approval/);
    expect(forThem.match(/its card>/g)).toHaveLength(10);
    expect(forThem).toContain('5 more changes, which lapse later');
    expect(JSON.stringify(answer.blocks).length).toBeLessThan(10_000);
  });

  it('says so where Slack cannot tell who is in a user group', async () => {
    // A group that nobody was asked about yet: what Slack has said is kept for a minute.
    await file.nowHolds(
      `
rules:
  - inputs: [grouped_*]
    approve: [S0ONCALL01]
`,
      world,
    );
    world.slack.faults.fail('usergroups.users.list', 'fatal_error', 20);
    const { answer, forThem } = await listFor(world.backup);
    expect(forThem).not.toContain('grouped_one');
    expect(wordsOf(answer)).toContain('Slack could not say who is in a user group');
  });

  it('reads none of what has ended, however much that is', async () => {
    await world.pool.query(`
      insert into changes (id, state, action, rewrites, input_id, input_name, operation, requested_by, expires_at,
        closed_at, terms, team_id, channel_id)
      select gen_random_uuid(), 'applied', 'edit', true, 'ended-' || n, 'ended', '', 'U0ONCALL01', now(), now(), '{}',
        'T0', 'C0' from generate_series(1, 3000) n`);
    await world.pool.query('analyze changes');
    const { rows } = await world.pool.query<{ 'QUERY PLAN': string }>(
      `explain select id, (count(*) over ())::integer from changes
       where state = 'pending' and expires_at > now() and team_id = 'T' order by expires_at, id limit 300`,
    );
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/changes_pending/);
  });
});
