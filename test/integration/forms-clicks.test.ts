import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { renderSentence } from '../../blocks/answers.ts';
import { actions, button, section } from '../../blocks/elements.ts';
import { ACTION } from '../../blocks/ids.ts';
import { type Answer, type ButtonHandler, defineCommand } from '../../commands/router/define.ts';
import type { Modal } from '../../src/domain/message.ts';
import { KnownError } from '../../src/errors.ts';
import { answerTo, answerToClick, leftBehind } from '../support/asking.ts';
import { buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

/** Buttons that run commands, in messages, and buttons in modals. */
describe('a button', () => {
  let world: World;
  const ran: { word: string | undefined; asForm: boolean }[] = [];
  let answer: (word: string | undefined) => Promise<Answer>;

  const trying = defineCommand({
    verb: 'try',
    usage: 'try [<word>] [<rest...>]',
    summary: 'Try a button',
    args: z.object({ word: z.string().optional(), rest: z.string().optional() }),
    action: 'read',
    run: async ({ args, asForm }) => {
      ran.push({ word: args.word, asForm });
      return answer(args.word);
    },
  });

  const page = (number: string): Modal => ({
    id: 'trial_pages',
    title: 'Pages',
    metadata: 'of a book',
    blocks: [section(`Page ${number}`), actions(button('Next', 'trial_page', String(Number(number) + 1)))],
  });
  let turn: ButtonHandler['run'];
  const turning: ButtonHandler = {
    id: 'trial_page',
    value: z.string().regex(/^\d+$/),
    run: (context) => turn(context),
  };

  beforeAll(async () => {
    world = await startWorld({
      environment: { ROLE: 'web' },
      handlers: { commands: [trying], buttons: [turning] },
    });
  });
  afterEach(async () => {
    world.slack.faults.clear();
    ran.length = 0;
    if (world.oncall.modal()) await world.oncall.closesModal();
  });
  afterAll(() => world.stop());

  const saying =
    (to: 'asker' | 'channel') =>
    async (word: string | undefined): Promise<Answer> => ({
      kind: 'message',
      to,
      message: {
        text: `Word ${word}`,
        blocks: [
          section(`Word ${word}`),
          actions(
            button('Run it', ACTION.command, `try ${word}-again`),
            button('Turn it', ACTION.page, `try ${word}-next`),
            button('Fill it in', ACTION.form, `try ${word}-form`),
          ),
        ],
      },
    });

  it('runs its command, and the message stays', async () => {
    answer = saying('channel');
    const message = await answerTo(world.oncall, '/alooma try a');
    const second = await answerToClick(world.approver, 'Run it', message);
    expect([second.text, second.isEphemeral]).toEqual(['Word a-again', false]);
    const shown = world.oncall.sees().map(({ text }) => text);
    expect(shown).toEqual(expect.arrayContaining(['Word a', 'Word a-again']));
  });

  it.each(['channel', 'asker'] as const)('turns a page of a message to the %s in its place', async (to) => {
    answer = saying(to);
    const message = await answerTo(world.oncall, `/alooma try ${to}`);
    const before = world.oncall.sees().length;
    await world.oncall.clicks('Turn it', message);
    const turned = await until(() =>
      world.oncall.sees().find(({ ts, text }) => ts === message.ts && text === `Word ${to}-next`),
    );
    expect([turned.isEphemeral, world.oncall.sees().length]).toEqual([to === 'asker', before]);
  });

  it('of a page that cannot be turned leaves it, and says why in private', async () => {
    answer = saying('channel');
    const message = await answerTo(world.oncall, '/alooma try whole');
    answer = async () => {
      throw new KnownError('bad_value', 'There is no such page.');
    };
    const refusal = await answerToClick(world.oncall, 'Turn it', message);
    expect([refusal.text, refusal.isEphemeral]).toEqual(['There is no such page.', true]);
    expect(world.oncall.sees().some(({ text }) => text === 'Word whole')).toBe(true);
  });

  it('runs what was meant in the place of its message, and opens a form before that is gone', async () => {
    answer = async () => {
      throw new KnownError('unknown_input', 'No such word.', { meant: { typed: 'wrd', nearest: ['word'] } });
    };
    const refusals = [
      await answerTo(world.oncall, '/alooma try wrd 1'),
      await answerTo(world.oncall, '/alooma try wrd 2'),
    ];
    answer = async () => ({ kind: 'modal', title: 'Pages', build: async () => page('1') });
    const [first, second] = refusals.map(
      (refusal) => () => world.oncall.clicks(buttonsOf(refusal)[0] ?? '', refusal),
    );
    await first?.();
    await world.oncall.waitsForModal('Page 1');
    await until(() => !world.oncall.sees().some(({ ts }) => ts === refusals[0]?.ts));
    await world.oncall.closesModal();
    world.slack.faults.fail('response_url', { hang: true });
    await second?.();
    await world.oncall.waitsForModal('Page 1');
  });

  it('asks a command for its form', async () => {
    answer = saying('asker');
    const message = await answerTo(world.oncall, '/alooma try b');
    await answerToClick(world.oncall, 'Fill it in', message);
    expect(ran).toEqual([
      { word: 'b', asForm: false },
      { word: 'b-form', asForm: true },
    ]);
  });

  it('opens the form that a refusal names', async () => {
    answer = async () => {
      throw new KnownError('masked_secret', 'Fill it in.', { form: 'try "my input" 5' });
    };
    const refusal = await answerTo(world.oncall, '/alooma try c');
    expect(buttonsOf(refusal)).toEqual(['Open the form']);
    answer = saying('asker');
    await answerToClick(world.oncall, 'Open the form', refusal);
    expect(ran.at(-1)).toEqual({ word: 'my input', asForm: true });
  });

  it.each([
    ['a secret', 'try "my input" password hunter2'],
    ['a secret in an address', 'try "my input" url postgres://me:hunter2@host'],
    ['more than a button holds', `try "my input" ${'hunter2'.repeat(300)}`],
  ])('never keeps %s', async (_, form) => {
    answer = async () => {
      throw new KnownError('masked_secret', 'Fill it in.', { form });
    };
    const refusal = await answerTo(world.oncall, '/alooma try c');
    expect(JSON.stringify(refusal.blocks)).not.toContain('hunter2');
    answer = saying('asker');
    await answerToClick(world.oncall, 'Open the form', refusal);
    expect(ran.at(-1)).toEqual({ word: 'my input', asForm: true });
  });

  it('shares a file, and says how where the bot is not', async () => {
    answer = async () => ({
      kind: 'file',
      file: { name: 'a.json', content: '[]' },
      comment: 'All of it.',
    });
    const shared = await answerTo(world.oncall, '/alooma try file');
    expect(shared).toMatchObject({ text: 'All of it.', files: [{ name: 'a.json' }], isEphemeral: false });
    const { random } = world.slack.channels;
    const refusal = await answerTo(world.oncall, '/alooma try file', random.id);
    expect([refusal.text, refusal.isEphemeral]).toEqual([
      expect.stringMatching(/I am not in this channel.*`a\.json`.*`\/invite @alooma`/),
      true,
    ]);
  });

  it('says that Slack is away where a file cannot be shared', async () => {
    answer = async () => ({ kind: 'file', file: { name: 'a.json', content: '[]' }, comment: '' });
    world.slack.faults.fail('files.getUploadURLExternal', 'internal_error');
    const refusal = await answerTo(world.oncall, '/alooma try file');
    expect(refusal.text).toContain('Slack does not take my answer right now');
  });

  it('shows plain blocks where the workspace does not have the others', async () => {
    answer = async () => ({
      kind: 'message',
      to: 'channel',
      message: { text: 'A table', blocks: [{ type: 'nonsense' } as never] },
      plain: renderSentence('In words'),
    });
    const message = await answerTo(world.oncall, '/alooma try table');
    expect([message.text, message.isEphemeral]).toEqual(['In words', false]);
  });

  describe('in a modal', () => {
    const opening = async (): Promise<Answer> => ({
      kind: 'modal',
      title: 'Pages',
      build: async () => page('0'),
    });
    const seen: unknown[] = [];
    const turnPage: ButtonHandler['run'] = async ({ value, metadata, origin }) => {
      seen.push({ value, metadata, channelId: origin.channelId });
      return { kind: 'modal', title: 'Pages', build: async () => page(value) };
    };

    async function opened() {
      answer = opening;
      turn = turnPage;
      return world.oncall.opensModal('/alooma try pages');
    }

    it('has the modal show what it answers, and knows what that remembers', async () => {
      const first = await opened();
      await world.oncall.clicksInModal('Next');
      const second = await world.oncall.waitsForModal('Page 1');
      expect(second.id).toBe(first.id);
      await world.oncall.clicksInModal('Next');
      await world.oncall.waitsForModal('Page 2');
      const channelId = world.slack.channels.pipelines.id;
      expect(seen.splice(0)).toEqual([
        { value: '1', metadata: 'of a book', channelId },
        { value: '2', metadata: 'of a book', channelId },
      ]);
    });

    it('clicked while the modal moves on is left', async () => {
      await opened();
      const updates = () => world.slack.calls.filter(({ method }) => method === 'views.update');
      const before = updates().length;
      world.slack.faults.fail('views.update', 'hash_conflict');
      await world.oncall.clicksInModal('Next');
      const update = await until(() => updates()[before]);
      expect(update.body.hash).toEqual(expect.any(String));
      // The next click is answered, so that nothing more can come of the first.
      await world.oncall.clicksInModal('Next');
      await world.oncall.waitsForModal('Page 1');
      expect(updates().length).toBe(before + 2);
      expect(world.log.filter((line) => line.includes('A handler failed'))).toEqual([]);
    });

    it('says in the modal what it has to say, and why it was refused', async () => {
      await opened();
      turn = async () => ({ kind: 'message', to: 'asker', message: renderSentence('For you alone.') });
      await world.oncall.clicksInModal('Next');
      await world.oncall.waitsForModal('For you alone.');
      await world.oncall.closesModal();
      await opened();
      turn = async () => {
        throw new KnownError('bad_value', 'That is the last page.');
      };
      await world.oncall.clicksInModal('Next');
      await world.oncall.waitsForModal('That is the last page.');
      expect(world.oncall.sees().map(wordsOf).join()).not.toContain('For you alone.');
    });

    it('whose value is not of its form does nothing', async () => {
      await opened();
      turn = async () => ({ kind: 'modal', title: 'Pages', build: async () => page('-5') });
      await world.oncall.clicksInModal('Next');
      await world.oncall.waitsForModal('Page -5');
      turn = turnPage;
      await world.oncall.clicksInModal('Next');
      await world.oncall.waitsForModal('from another version of me');
    });
  });

  it('of another version does nothing, whatever it is called', async () => {
    for (const id of ['__proto__', 'constructor', 'trial_page']) {
      const message = await leftBehind(world, id, 'x');
      const refusal = await answerToClick(world.oncall, 'Press me', message);
      expect(refusal.text).toContain('from another version of me');
    }
  });
});
