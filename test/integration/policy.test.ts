import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningApp } from '../../src/app.ts';
import { answerTo, answerToClick, changesOf, editCard, writesTo } from '../support/asking.ts';
import { addInput, batchSizeOf, changeOf, ended, hurry, inState, timesWritten } from '../support/changes.ts';
import { makeFolder } from '../support/folder.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

const GROUP = 'S0APPROV01';
const POLICY = `channels: [C0PIPELINE, direct]
rules:
  - name: prod
    inputs: [prod_*]
    actions: [edit, delete, pause]
    approvals: 1
    ask: [S0ONCALL01]
    approve: [${GROUP}]
    open_for: 4h
    alone: [U0APPROV01]
  - name: secrets
    fields: [password]
    approvals: 2
  - name: reading
    actions: [read]
    ask: everyone
  - name: samples
    actions: [samples]
    ask: [U0APPROV01]
`;

/** What applies is a process of its own, which has asked Slack for nothing yet: the web process keeps it for a minute. */
describe('a policy', () => {
  let world: World;
  let folder: string;
  let path: string;
  beforeAll(async () => {
    folder = await makeFolder();
    path = join(folder, 'policy.yml');
    await writeFile(path, POLICY);
    world = await startWorld({ environment: { POLICY_FILE: path, ROLE: 'web' } });
  });
  afterAll(async () => {
    await world.stop();
    await rm(folder, { recursive: true });
  });

  const toAll = () => {
    const { approver, backup, oncall } = world;
    world.slack.roster.setGroup(GROUP, [approver.id, backup.id]);
    world.slack.roster.setGroup('S0ONCALL01', [oncall.id, approver.id]);
    for (const { id } of [approver, backup, oncall]) world.slack.roster.deactivate(id, false);
  };

  /** Has something done by a worker of its own, which is stopped afterwards. */
  async function withWorker<Result>(work: (worker: RunningApp) => Promise<Result>): Promise<Result> {
    const worker = await world.startAnother({ ROLE: 'worker' });
    try {
      return await work(worker);
    } finally {
      await worker.stop();
    }
  }

  async function approved(name: string): Promise<string> {
    const id = addInput(world, name);
    const card = await editCard(world.oncall, `/alooma edit ${name} batch_size 2`);
    await world.approver.clicks('Approve', card);
    await inState(world, name, 'approved');
    return id;
  }

  describe('is explained', () => {
    const explained = async (line: string, actor = world.oncall) => {
      const answer = await answerTo(actor, `/alooma policy${line}`);
      expect(answer.isEphemeral).toBe(true);
      return wordsOf(answer);
    };

    it('with its file and its rules', async () => {
      const words = await explained('');
      for (const said of [path, 'rule 1 “prod” (line 3)', 'the built-in rule for deletes', '<#C0PIPELINE>']) {
        expect(words).toContain(said);
      }
    });

    it('for an input, with the rule that says so and what it means for whoever asks', async () => {
      addInput(world, 'prod_explained');
      const words = await explained(' edit prod_explained batch_size');
      expect(words).toContain('May ask: <!subteam^S0ONCALL01>');
      expect(words).toContain(`Approvals: 1, by <!subteam^${GROUP}>`);
      expect(words).toContain('4 h');
      expect(words).toContain('rule 1 “prod” (line 3)');
      expect(words).not.toContain('rule 2');
      expect(words).toContain('You may ask for it.');
      expect(words).toContain('You may not approve it: rule 1 “prod” (line 3) names others.');
      expect(words).toContain('You may not apply it alone: rule 1');
      const approving = await explained(' edit prod_explained batch_size', world.approver);
      expect(approving).toContain('You may approve it where somebody else asks.');
      expect(approving).toContain('You may apply it alone in an emergency.');
      expect(await explained(' delete prod_explained', world.backup)).toContain(
        'You may not ask for this: rule 1',
      );
    });

    it('with each rule that may be meant where not all is said', async () => {
      const words = await explained(' edit');
      for (const rule of ['rule 1 “prod”', 'rule 2 “secrets”', 'the built-in rule for changes']) {
        expect(words).toContain(rule);
      }
      expect(words).toContain('Approvals: 2');
      expect(words).toContain('Name the input and the field to know better.');
      addInput(world, 'dev_unsaid');
      expect(await explained(' edit dev_unsaid')).toContain('holds. Name the field to know better.');
      expect(await explained(' delete')).toContain('Name the input to know better.');
      expect(await explained(' create anything')).not.toContain('to know better');
      expect(await explained(' create anything')).toContain('rule 2 “secrets” (line 11)');
      expect(await explained(' read')).toContain('May: everybody in the channel.');
      expect(await explained(' samples')).toContain('You may not ask for this: rule 4');
    });

    it('with the time that it waits, and that nobody may apply it alone, where no rule says so', async () => {
      addInput(world, 'dev_explained');
      const words = await explained(' edit dev_explained batch_size');
      expect(words).toContain('Waits for them: 1 day.');
      expect(words).toContain('May apply it alone in an emergency: nobody.');
    });

    it('by its name alone while the pipeline cannot be asked', async () => {
      world.alooma.faults.status(503);
      try {
        const words = await explained(' edit prod_explained batch_size');
        expect(words).toContain('goes by the name `prod_explained` alone');
        expect(words).toContain('rule 1 “prod” (line 3)');
        expect(words).not.toContain('Nothing was changed');
      } finally {
        world.alooma.faults.clear();
      }
    });

    it('unless the action or the input is not known', async () => {
      const mistyped = await answerTo(world.oncall, '/alooma policy dleete prod_explained');
      expect(wordsOf(mistyped)).toContain('Did you mean `delete`?');
      const meant = await answerToClick(world.oncall, 'Run /alooma policy delete prod_explained', mistyped);
      expect(wordsOf(meant)).toContain('rule 1 “prod”');
      expect(await explained(' delete prod_explaind')).toContain('No input is called');
    });
  });

  it('says who may ask', async () => {
    addInput(world, 'prod_asked');
    const refusal = await answerTo(world.backup, '/alooma edit prod_asked batch_size 2');
    expect(wordsOf(refusal)).toContain('You may not ask for this: rule 1 “prod” (line 3) names others.');
    expect(await changesOf(world, 'prod_asked')).toEqual([]);
    expect(wordsOf(await answerTo(world.guest, '/alooma pause prod_asked'))).toContain(
      'Guests cannot change',
    );
    expect(await changesOf(world, 'prod_asked')).toEqual([]);
  });

  it('lets everybody read where a rule says so, and some see samples', async () => {
    for (const actor of [world.guest, world.stranger]) {
      expect(wordsOf(await answerTo(actor, '/alooma list'))).toContain('inputs');
      expect(wordsOf(await answerTo(actor, '/alooma events'))).not.toContain('cannot');
    }
    expect(wordsOf(await answerTo(world.oncall, '/alooma samples public.orders'))).toContain(
      'rule 4 “samples”',
    );
    expect(wordsOf(await answerTo(world.approver, '/alooma samples public.orders'))).not.toContain('rule 4');
  });

  it('shows no form to whoever may not look at inputs, and lets them pause all the same', async () => {
    const reading = (ask: string) => POLICY.replace('ask: everyone', `ask: ${ask}`);
    addInput(world, 'shown_to_few');
    await writeFile(path, reading('[U0APPROV01]'));
    world.app.reloadPolicy();
    for (const line of [
      'edit shown_to_few',
      'edit shown_to_few batch_size 2',
      'delete shown_to_few',
      'create',
      'policy',
    ]) {
      const answer = await answerTo(world.oncall, `/alooma ${line}`);
      expect(wordsOf(answer)).toContain('You may not ask for this: rule 3 “reading”');
      expect(world.oncall.modal()).toBeUndefined();
    }
    expect(await changesOf(world, 'shown_to_few')).toEqual([]);
    await answerTo(world.oncall, '/alooma pause shown_to_few');
    expect(await changesOf(world, 'shown_to_few')).toMatchObject([{ action: 'pause', state: 'approved' }]);
    await world.pool.query(`delete from changes where input_name = 'shown_to_few'`);
    await writeFile(path, POLICY);
    world.app.reloadPolicy();
  });

  it('has commands answered only in its channels, and in direct messages', async () => {
    const { general } = world.slack.channels;
    for (const line of [
      '/alooma help',
      '/alooma list',
      '/alooma edit prod_asked batch_size 2',
      '/alooma frob x',
      '/alooma list a b',
    ]) {
      const answer = await answerTo(world.oncall, line, general.id);
      expect(answer.isEphemeral).toBe(true);
      expect(wordsOf(answer)).toContain('I am to answer in <#C0PIPELINE> or direct messages with me only');
    }
    const direct = world.slack.people.oncall.directChannel;
    expect(wordsOf(await answerTo(world.oncall, '/alooma list', direct))).toContain('inputs');
  });

  it('says who may approve, whatever the button', async () => {
    addInput(world, 'prod_clicked');
    const card = await editCard(world.oncall, '/alooma edit prod_clicked batch_size 2');
    for (const [actor, why] of [
      [world.oncall, 'You asked for this change'],
      [world.guest, 'Guests cannot'],
      [world.stranger, 'People from other workspaces cannot'],
    ] as const) {
      expect(wordsOf(await answerToClick(actor, 'Approve', card))).toContain(why);
    }
    expect(await changesOf(world, 'prod_clicked')).toMatchObject([{ state: 'pending', approvals: [] }]);
    expect(writesTo(world)).toEqual([]);
  });

  describe('is looked at once more before something is applied', () => {
    it('and lets it be where nothing has changed', async () => {
      toAll();
      await approved('prod_as_before');
      await withWorker(() => ended(world, 'prod_as_before'));
      expect(batchSizeOf(world, 'prod_as_before')).toBe(2);
    });

    it.each<[string, () => void, RegExp]>([
      [
        'the approver left the user group',
        () => world.slack.roster.setGroup(GROUP, [world.backup.id]),
        /<@U0APPROV01>, who approved it, may not do so any more/,
      ],
      [
        'the approver left the workspace',
        () => world.slack.roster.deactivate(world.approver.id),
        /<@U0APPROV01>, who approved it, may not/,
      ],
      [
        'the asker left the user group',
        () => world.slack.roster.setGroup('S0ONCALL01', []),
        /<@U0ONCALL01>, who asked for it, may not/,
      ],
    ])('and lets nothing be applied where %s since', async (what, happen, why) => {
      toAll();
      const name = `prod_${what.replaceAll(' ', '_')}`;
      const id = await approved(name);
      happen();
      const { state, outcome } = await withWorker(() => ended(world, name));
      toAll();
      expect([state, timesWritten(world, id)]).toEqual(['failed', 0]);
      expect(outcome).toMatch(why);
      expect(
        wordsOf(await world.oncall.waitsFor(new RegExp(`${name}[\\s\\S]*may not do so any more`))),
      ).toContain('Nothing was changed');
    });

    it('and lets nothing be applied where the policy asks for more by now', async () => {
      toAll();
      const id = await approved('prod_stricter');
      await writeFile(path, POLICY.replace('approvals: 1', 'approvals: 2'));
      const { state, outcome } = await withWorker(() => ended(world, 'prod_stricter'));
      await writeFile(path, POLICY);
      expect([state, timesWritten(world, id)]).toEqual(['failed', 0]);
      expect(outcome).toContain('By now rule 1 “prod” (line 3) asks for 2 approvals, and it has 1.');
    });

    it('and waits for Slack where that cannot say, then fails and says so', async () => {
      toAll();
      const id = await approved('prod_silent');
      world.slack.faults.fail('usergroups.users.list', 'internal_error', 10_000);
      const attempts = async () => {
        const { rows } = await world.pool.query(
          `select attempts, max_attempts, locked_at from graphile_worker.jobs where key like 'apply:%'`,
        );
        return rows[0] as { attempts: number; max_attempts: number; locked_at: Date | null } | undefined;
      };
      const { state, outcome } = await withWorker(async () => {
        await until(async () => {
          const job = await attempts();
          return job !== undefined && job.attempts >= 1 && job.locked_at === null;
        });
        expect((await inState(world, 'prod_silent', 'approved', 'applying')).outcome).toBeNull();
        await world.pool.query(
          `update graphile_worker._private_jobs set attempts = max_attempts - 1 where key like 'apply:%'`,
        );
        // Again and again: it may be just at it, and would then be tried next in minutes.
        return until(async () => {
          await hurry(world);
          const change = await changeOf(world, 'prod_silent');
          return change.state === 'failed' && change;
        });
      });
      world.slack.faults.clear();
      expect([state, timesWritten(world, id)]).toEqual(['failed', 0]);
      expect(outcome).toContain(
        'Slack could not say whether those who asked for it and approved it still may.',
      );
    });

    it('and goes on when Slack can say again', async () => {
      toAll();
      await approved('prod_back');
      const { id } = await changeOf(world, 'prod_back');
      world.slack.faults.fail('usergroups.users.list', 'internal_error', 10_000);
      const { state } = await withWorker(async () => {
        await until(() => world.log.some((line) => line.includes('A job failed') && line.includes(id)));
        world.slack.faults.clear();
        return until(async () => {
          await hurry(world);
          const change = await changeOf(world, 'prod_back');
          return change.state === 'applied' && change;
        });
      });
      expect(state).toBe('applied');
    });
  });
});
