import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '../../sandbox/slack/client-api.ts';
import { answerToClick, changesOf, leftBehind } from '../support/asking.ts';
import { addInput, batchSizeOf, redrawn } from '../support/changes.ts';
import { cardOfForm } from '../support/forms.ts';
import { buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

/** What an applied change replaced is put back by another change, which somebody else approves. */
describe('Undo', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  /** Types an edit and has it approved and applied. @returns its card, with Undo on it */
  async function applied(line: string, done: RegExp = /It can be undone until/): Promise<Message> {
    const before = new Set(world.oncall.sees().map(({ ts }) => ts));
    await world.oncall.types(line);
    const card = await until(() =>
      world.approver
        .sees()
        .find((message) => !before.has(message.ts) && buttonsOf(message).includes('Approve')),
    );
    await world.approver.clicks('Approve', card);
    return redrawn(world, card, done);
  }

  /** The card of a change once it says no more that it is to be undone. */
  const askedNoMore = (card: Message) =>
    until(
      () => {
        const now = world.approver.sees(card.channel).find(({ ts }) => ts === card.ts);
        return now && !wordsOf(now).includes('has asked to') && buttonsOf(now).includes('Undo') && now;
      },
      () => 'the card to say no more that it is to be undone',
    );

  const textOf = (name: string) => world.alooma.text(name) ?? '';
  const configurationIn = (text: string) =>
    text.slice(text.indexOf('"configuration"'), text.indexOf('"paused"'));

  it('proposes the opposite, which is approved by somebody else and puts the input back to the byte', async () => {
    addInput(world, 'undone');
    const before = configurationIn(textOf('undone'));
    const card = await applied('/alooma edit undone batch_size 2');
    expect(buttonsOf(card)).toEqual(['View all', 'Undo']);
    const undo = await answerToClick(world.oncall, 'Undo', card);
    expect(wordsOf(undo)).toContain('*Undo: set `batch_size` of `undone` from `2` to `1`');
    expect(buttonsOf(undo)).toContain('Approve');
    expect(batchSizeOf(world, 'undone')).toBe(2);
    const linked = await redrawn(world, undo, `It takes back <http`);
    expect(wordsOf(linked)).toContain(`that <@${world.oncall.id}> asked for`);
    await redrawn(world, card, `has asked to <http`);

    await world.approver.clicks('Approve', undo);
    await redrawn(world, undo, 'and applied');
    expect(configurationIn(textOf('undone'))).toBe(before);
    const done = await redrawn(world, card, 'Undone: <@');
    expect(buttonsOf(done)).toEqual(['View all']);
    const [old, newer] = await changesOf(world, 'undone');
    expect((newer as unknown as { undoes: string }).undoes).toBe(old?.id);
  });

  it.each<[string, (undo: Message, id: string) => Promise<unknown>]>([
    ['cancelled', (undo) => world.oncall.clicks('Cancel', undo)],
    [
      'lapsed',
      async (_, id) => {
        await world.pool.query('update changes set expires_at = now() where id = $1', [id]);
        await world.pool.query(
          `update graphile_worker._private_jobs set run_at = now() where key = 'expire:' || $1`,
          [id],
        );
      },
    ],
    [
      'out of date when it is applied',
      async (undo) => {
        world.alooma.edit('undo_out_of_date_when_it_is_applied', (input) => {
          input.configuration = { ...(input.configuration as object), batch_size: 9 };
        });
        await world.approver.clicks('Approve', undo);
      },
    ],
  ])('that was %s is asked for no more, as the card of the change says', async (how, end) => {
    const name = `undo_${how.replaceAll(' ', '_')}`;
    addInput(world, name);
    const card = await applied(`/alooma edit ${name} batch_size 2`);
    const undo = await answerToClick(world.oncall, 'Undo', card);
    await redrawn(world, card, `has asked to <http`);
    await end(undo, (await changesOf(world, name))[1]?.id ?? '');
    await askedNoMore(card);
  });

  it('is asked for once at a time, and is refused once it was done', async () => {
    addInput(world, 'undone_once');
    const card = await applied('/alooma edit undone_once batch_size 2');
    const undo = await answerToClick(world.oncall, 'Undo', card);
    const linked = await redrawn(world, card, `has asked to <http`);
    const again = await answerToClick(world.approver, 'Undo', linked);
    expect(wordsOf(again)).toMatch(/asked to undo it already, and <http\S+\|that> waits for its approval/);
    await world.oncall.clicks('Cancel', undo);
    await redrawn(world, undo, 'Cancelled by');
    // What was cancelled stands in nobody's way.
    const second = await answerToClick(world.oncall, 'Undo', await askedNoMore(card));
    await world.approver.clicks('Approve', second);
    await redrawn(world, second, 'and applied');
    const [change] = await changesOf(world, 'undone_once');
    const forged = await leftBehind(world, 'undo', change?.id ?? '');
    const late = await answerToClick(world.approver, 'Press me', forged);
    expect(wordsOf(late)).toContain('It was undone already');
    expect(await changesOf(world, 'undone_once')).toHaveLength(3);
  });

  it('leaves alone what has moved elsewhere, and is refused where the same place has moved on', async () => {
    addInput(world, 'moved_on');
    const card = await applied('/alooma edit moved_on batch_size 2');
    world.alooma.edit('moved_on', ({ configuration }) => Object.assign(configuration, { batch_size: 3 }));
    const refused = await answerToClick(world.oncall, 'Undo', card);
    expect(wordsOf(refused)).toContain('`moved_on` has moved on in the same place since');
    expect(wordsOf(refused)).toContain('`batch_size`: `2` → `3`');
    expect(refused.isEphemeral).toBe(true);
    expect(await changesOf(world, 'moved_on')).toHaveLength(1);

    world.alooma.edit('moved_on', ({ configuration }) =>
      Object.assign(configuration, { batch_size: 2, server: 'elsewhere.example.com' }),
    );
    const undo = await answerToClick(world.oncall, 'Undo', card);
    await world.approver.clicks('Approve', undo);
    await redrawn(world, undo, 'and applied');
    expect(configurationIn(textOf('moved_on'))).toContain('"server":"elsewhere.example.com"');
    expect(batchSizeOf(world, 'moved_on')).toBe(1);
  });

  it('is refused when it is applied, where the same place has moved on only then', async () => {
    addInput(world, 'moves_later');
    const card = await applied('/alooma edit moves_later batch_size 2');
    const undo = await answerToClick(world.oncall, 'Undo', card);
    world.alooma.edit('moves_later', ({ configuration }) => Object.assign(configuration, { batch_size: 3 }));
    await world.approver.clicks('Approve', undo);
    const stale = await redrawn(world, undo, 'out of date');
    expect(wordsOf(stale)).toContain('has moved on in the same place since');
    // Once in its text and once in its blocks.
    expect(wordsOf(stale).match(/• `batch_size`/g)).toHaveLength(2);
    expect(wordsOf(stale)).not.toContain('Nothing was changed');
    expect(batchSizeOf(world, 'moves_later')).toBe(3);
    expect(await changesOf(world, 'moves_later')).toHaveLength(2);
  });

  it('is offered for no secret and no deletion, and the card says so', async () => {
    addInput(world, 'secret_kept');
    await world.oncall.opensModal('/alooma edit secret_kept');
    const secret = await cardOfForm(world.oncall, { password: 'typed-s3cr3t' });
    await world.approver.clicks('Approve', secret);
    const changed = await redrawn(world, secret, 'It changed a secret, and the one before is not kept');
    expect(buttonsOf(changed)).toEqual(['View all']);

    addInput(world, 'deleted_for_good');
    await world.oncall.opensModal('/alooma delete deleted_for_good');
    const deletion = await cardOfForm(world.oncall, { 'Name of the input': 'deleted_for_good' });
    await world.approver.clicks('Approve', deletion);
    await world.backup.clicks('Approve', await redrawn(world, deletion, '1 of 2'));
    const gone = await redrawn(world, deletion, 'A deletion cannot be undone');
    expect(buttonsOf(gone)).toEqual(['View all']);

    // An old copy of such a card, with the button of another one.
    const [change] = await changesOf(world, 'secret_kept');
    const forged = await leftBehind(world, 'undo', change?.id ?? '');
    const refused = await answerToClick(world.oncall, 'Press me', forged);
    expect(wordsOf(refused)).toContain('It changed a secret');
    expect(await changesOf(world, 'secret_kept')).toHaveLength(1);
  });

  it('is refused after UNDO_DAYS, and what was kept for it is gone then', async () => {
    addInput(world, 'too_late');
    const card = await applied('/alooma edit too_late batch_size 2');
    const [change] = await changesOf(world, 'too_late');
    await world.pool.query(
      `update changes set undo_until = now() - interval '1 second' where input_name = 'too_late'`,
    );
    const late = await answerToClick(world.oncall, 'Undo', card);
    expect(wordsOf(late)).toContain('It could be undone until');
    await world.pool.query(
      `select graphile_worker.add_job('forget', json_build_object('changeId', $1::text), job_key := 'forget:' || $1)`,
      [change?.id],
    );
    const forgotten = await redrawn(world, card, 'It could be undone until');
    expect(buttonsOf(forgotten)).toEqual(['View all']);
    const { rows } = await world.pool.query(
      `select base, proposed, forgotten from changes where input_name = 'too_late'`,
    );
    expect(rows).toEqual([{ base: null, proposed: null, forgotten: true }]);
  });

  it('counts only where the card is, and only from those who may ask for changes', async () => {
    addInput(world, 'not_for_all');
    const card = await applied('/alooma edit not_for_all batch_size 2');
    const refused = await answerToClick(world.guest, 'Undo', card);
    expect(wordsOf(refused)).toMatch(/Guests/);
    expect(await changesOf(world, 'not_for_all')).toHaveLength(1);
  });
});
