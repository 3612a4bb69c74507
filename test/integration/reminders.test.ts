import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '../../sandbox/slack/client-api.ts';
import { countReminder, uncountReminder } from '../../src/db/pending.ts';
import { letLapse } from '../support/asking.ts';
import { addInput, askForEdit, changeOf, ended, inState, placed } from '../support/changes.ts';
import { makePolicyFile } from '../support/policy-file.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

/** Times pass by moving what the row and its job say: what the worker does then is what it does on its own. */
describe('a reminder', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ environment: { REMIND_AFTER: '10m', CHANGE_TTL: '2h' } });
  });
  afterEach(() => world.slack.faults.clear());
  afterAll(() => world.stop());

  const runAt = async (changeId: string) => {
    const { rows } = await world.pool.query<{ run_at: Date; id: string }>(
      `select id, run_at from graphile_worker.jobs where key = 'remind:' || $1`,
      [changeId],
    );
    return rows[0];
  };
  const minutesUntil = async (changeId: string) =>
    Math.round((((await runAt(changeId))?.run_at.getTime() ?? Number.NaN) - Date.now()) / 60_000);

  /** As it would be at its time. */
  const runNow = async (changeId: string) => {
    await world.pool.query(
      `update graphile_worker._private_jobs set run_at = now() where key = 'remind:' || $1`,
      [changeId],
    );
    await world.pool.query(`select pg_notify('jobs:insert', '{"r":0,"count":1}')`);
  };
  const remindersOf = (card: Message) =>
    world.approver
      .sees()
      .filter((message) => message.threadTs === card.ts && wordsOf(message).includes('Still waiting'));
  const reminded = (card: Message, times: number) =>
    until(
      () => remindersOf(card).length >= times && remindersOf(card),
      () => `${times} reminders`,
    );
  /** Whatever was running has ended, and nothing waits for this moment. */
  const quiet = (changeId: string) =>
    until(
      async () => {
        const { rowCount } = await world.pool.query(
          `select from graphile_worker.jobs where (key = 'remind:' || $1 or key is null)
             and (locked_at is not null or run_at <= now() and attempts < max_attempts)`,
          [changeId],
        );
        return rowCount === 0;
      },
      () => 'no reminder under way',
    );
  /** Nothing is under way or due: whatever is posted next is what is asked for next. */
  const allQuiet = () =>
    until(
      async () =>
        (
          await world.pool.query(
            'select from graphile_worker.jobs where locked_at is not null or run_at <= now()',
          )
        ).rowCount === 0,
      () => 'no job under way',
    );
  const counted = async (changeId: string) => {
    const { rows } = await world.pool.query('select reminders from changes where id = $1', [changeId]);
    return rows[0]?.reminders;
  };

  it('waits for the card, looks again in a minute and is not counted meanwhile', async () => {
    addInput(world, 'reminded_unposted');
    const card = await askForEdit(world, 'reminded_unposted');
    const { id } = await changeOf(world, 'reminded_unposted');
    await until(async () => (await changeOf(world, 'reminded_unposted')).card_link);
    await world.pool.query(`select graphile_worker.remove_job('card:' || $1)`, [id]);
    const [places, away] = ['card_channel_id, card_ts', 'card_channel_id = null, card_ts = null'];
    const { rows } = await world.pool.query(`select ${places} from changes where id = $1`, [id]);
    await world.pool.query(`update changes set ${away} where id = $1`, [id]);
    await runNow(id);
    await until(async () => (await minutesUntil(id)) === 1);
    expect([remindersOf(card).length, await counted(id)]).toEqual([0, 0]);
    const { card_channel_id: channelId, card_ts: ts } = rows[0] ?? {};
    await world.pool.query('update changes set card_channel_id = $2, card_ts = $3 where id = $1', [
      ...[id, channelId, ts],
    ]);
    await runNow(id);
    await reminded(card, 1);
  });

  it('comes after REMIND_AFTER, then at half of the time that is left, three times at most', async () => {
    addInput(world, 'reminded_thrice');
    const card = await askForEdit(world, 'reminded_thrice');
    const { id } = await changeOf(world, 'reminded_thrice');
    await until(async () => (await changeOf(world, 'reminded_thrice')).card_link);
    expect(await minutesUntil(id)).toBe(10);
    await runNow(id);
    const [first] = await reminded(card, 1);
    expect(first?.isBroadcast).toBe(true);
    const words = first ? wordsOf(first) : '';
    expect(words).toContain('Set `batch_size` of `reminded_thrice` from `1` to `2`');
    expect(words).toContain('by any other member');
    expect(words).not.toContain('<@');
    expect(words).toMatch(/It lapses <!date\^/);
    expect(words).toContain(`/p${card.ts.replace('.', '')}|Its card>`);
    expect(words).not.toMatch(/<!(channel|here|everyone|subteam)/);
    // Nothing of the two hours has passed: half of them.
    await quiet(id);
    expect(await minutesUntil(id)).toBe(60);
    await runNow(id);
    await reminded(card, 2);
    await quiet(id);
    await world.pool.query(`update changes set expires_at = now() + interval '20 minutes' where id = $1`, [
      id,
    ]);
    await runNow(id);
    await reminded(card, 3);
    await quiet(id);
    expect(await runAt(id)).toBeUndefined();
    expect(await counted(id)).toBe(3);
  });

  it('comes no more once it is decided', async () => {
    addInput(world, 'reminded_too_late');
    const card = await askForEdit(world, 'reminded_too_late');
    const { id } = await changeOf(world, 'reminded_too_late');
    await world.approver.clicks('Approve', card);
    await ended(world, 'reminded_too_late');
    await runNow(id);
    await quiet(id);
    expect([await counted(id), await runAt(id)]).toEqual([0, undefined]);
    expect(remindersOf(card)).toEqual([]);
  });

  it('comes no more once it has lapsed, though nobody has closed it yet', async () => {
    addInput(world, 'reminded_and_lapsed');
    const card = await askForEdit(world, 'reminded_and_lapsed');
    const { id } = await changeOf(world, 'reminded_and_lapsed');
    await letLapse(world, id);
    await runNow(id);
    await quiet(id);
    expect(remindersOf(card)).toEqual([]);
    expect(await counted(id)).toBe(0);
  });

  it('is one worker’s to post, where several take it up at the same moment', async () => {
    addInput(world, 'reminded_by_one');
    const card = await askForEdit(world, 'reminded_by_one');
    const { id } = await changeOf(world, 'reminded_by_one');
    const taken = await Promise.all(Array.from({ length: 8 }, () => countReminder(world.pool, id, 0)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await uncountReminder(world.pool, id, 0)).toBe(true);
    expect(await uncountReminder(world.pool, id, 0)).toBe(false);
    await world.approver.clicks('Approve', card);
    await ended(world, 'reminded_by_one');
    expect(await countReminder(world.pool, id, 0)).toBe(false);
  });

  it('that Slack is known not to have taken is posted a minute later, and counts once', async () => {
    addInput(world, 'reminded_again');
    const card = await askForEdit(world, 'reminded_again');
    const { id } = await changeOf(world, 'reminded_again');
    await placed(world, 'reminded_again');
    await allQuiet();
    world.slack.faults.fail('chat.postMessage', { status: 429, retryAfterSeconds: 1 });
    await runNow(id);
    await until(
      async () => (await minutesUntil(id)) === 1,
      () => 'another try in a minute',
    );
    expect(await counted(id)).toBe(0);
    await runNow(id);
    await reminded(card, 1);
    await quiet(id);
    expect([remindersOf(card).length, await counted(id)]).toEqual([1, 1]);
    expect(await minutesUntil(id)).toBe(60);
  });

  it('whose answer was lost is not posted again', async () => {
    addInput(world, 'reminded_unheard');
    const card = await askForEdit(world, 'reminded_unheard');
    const { id } = await changeOf(world, 'reminded_unheard');
    await placed(world, 'reminded_unheard');
    await allQuiet();
    world.slack.faults.fail('chat.postMessage', { loseAnswer: true });
    await runNow(id);
    await reminded(card, 1);
    await quiet(id);
    expect([remindersOf(card).length, await counted(id)]).toEqual([1, 1]);
    expect(await minutesUntil(id)).toBe(60);
  });

  it('comes as well after a restart in the meantime', async () => {
    addInput(world, 'reminded_after_restart');
    const card = await askForEdit(world, 'reminded_after_restart');
    const { id } = await changeOf(world, 'reminded_after_restart');
    await placed(world, 'reminded_after_restart');
    await world.restart();
    await runNow(id);
    await reminded(card, 1);
    expect((await inState(world, 'reminded_after_restart', 'pending')).id).toBe(id);
  });

  it('mentions the people and user groups who may approve and have not, and says what is missing', async () => {
    const { approver, backup, oncall } = world;
    const file = await makePolicyFile(`
rules:
  - actions: [edit]
    approvals: 2
    approve: [${approver.id}, ${backup.id}, ${oncall.id}, S0ONCALL01]
`);
    await world.restart({ POLICY_FILE: file.path });
    addInput(world, 'reminded_by_name');
    await oncall.types('/alooma edit reminded_by_name batch_size 2');
    const card = await approver.waitsFor(/reminded_by_name[\s\S]*Waits for 2 approvals/);
    const { id } = await changeOf(world, 'reminded_by_name');
    await approver.clicks('Approve', card);
    await until(async () => (await changeOf(world, 'reminded_by_name')).version > 1);
    await runNow(id);
    const [reminder] = await reminded(card, 1);
    const [, waits = ''] = /(Waits for one more by[^.]*)\./.exec(reminder ? wordsOf(reminder) : '') ?? [];
    expect(waits.split(', but not')[0]?.match(/<[^>]+>/g)).toEqual([
      `<@${backup.id}>`,
      '<!subteam^S0ONCALL01>',
    ]);
    await file.remove();
    await world.restart();
  });

  it('is not given where the change lapses before', async () => {
    await world.restart({ CHANGE_TTL: '9m' });
    addInput(world, 'reminded_never');
    await askForEdit(world, 'reminded_never');
    expect(await runAt((await changeOf(world, 'reminded_never')).id)).toBeUndefined();
    await world.restart();
  });
});
