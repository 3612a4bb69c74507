import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { renderSentence } from '../../blocks/answers.ts';
import { KnownError } from '../../src/errors.ts';
import { PipelineError } from '../../src/services/pipeline.ts';
import { faultsOfForm } from '../support/forms.ts';
import { createTrial, type Trial, trialModal } from '../support/trial-form.ts';
import { wordsIn } from '../support/words.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

const approving = {
  type: 'button',
  action_id: 'approve',
  value: '5f0c9d0e-5d0b-4a39-9a55-3f2a1c6f7b10',
  text: { type: 'plain_text', text: 'Approve' },
};

/** What is common to all forms, tried with one that has a field of each kind. */
describe.each(['HTTP', 'Socket Mode'])('a form, over %s', (transport) => {
  let world: World;
  let trial: Trial;
  const current = { trial: createTrial() };
  beforeAll(async () => {
    world = await startWorld({
      environment: { ROLE: 'web' },
      socketMode: transport === 'Socket Mode',
      handlers: {
        commands: [current.trial.command],
        forms: [current.trial.form],
      },
    });
  });
  beforeEach(() => {
    trial = current.trial;
    const fresh = createTrial();
    trial.build = async () => trialModal();
    trial.submit = fresh.submit;
    trial.submitted.length = 0;
  });
  afterEach(async () => {
    world.slack.faults.clear();
    world.alooma.faults.clear();
    for (const actor of [world.oncall, world.guest]) if (actor.modal()) await actor.closesModal();
  });
  afterAll(() => world.stop());

  /** Opens when the test says so. */
  function gate<T>(value: T): { wait: Promise<T>; open: () => void } {
    let open: () => void = () => undefined;
    const wait = new Promise<T>((resolve) => {
      open = () => resolve(value);
    });
    return { wait, open };
  }

  it('opens at once, and is filled when what it needs is there', async () => {
    const { wait, open } = gate(trialModal());
    trial.build = () => wait;
    await world.oncall.types('/alooma try');
    const first = await world.oncall.waitsForModal('Being made');
    expect(first).toMatchObject({ title: 'Try something', callbackId: 'none', close: 'Close' });
    expect(first.submit).toBeUndefined();
    open();
    const made = await world.oncall.waitsForModal('Field text');
    expect(made).toMatchObject({ id: first.id, callbackId: 'trial', submit: 'Try it', close: 'Cancel' });
  });

  it('hands on what each kind of field holds, and answers where it was opened', async () => {
    await world.oncall.opensModal('/alooma try', world.slack.channels.general.id);
    const result = await world.oncall.submits({
      'Field text': 'a *text*\nof two lines',
      number: '42',
      one: 'The second',
      several: ['The first', 'The third'],
      radio: 'third',
      input: 'orders_db',
      inputs: ['orders_db'],
    });
    expect(result).toEqual({ ok: true });
    const context = await until(() => trial.submitted[0]);
    const orders = world.alooma.inputs().find(({ name }) => name === 'orders_db');
    expect(context).toMatchObject({
      metadata: 'remembered',
      actor: { userId: world.oncall.id, standing: 'member' },
      values: {
        text: 'a *text*\nof two lines',
        number: '42',
        one: 'second',
        several: ['first', 'third'],
        radio: 'third',
        input: orders?.id,
        inputs: [orders?.id],
      },
    });
    const answer = await world.oncall.waitsFor('It was tried.', context.origin.channelId);
    // It is closed, but where the bot was held up for two seconds: then it says how it ended.
    const left = world.oncall.modal();
    if (left) await world.oncall.waitsForModal('That is done.');
    expect(answer.isEphemeral).toBe(false);
  });

  it('hands on nothing for what was left empty', async () => {
    await world.oncall.opensModal('/alooma try');
    await world.oncall.submits();
    const { values } = await until(() => trial.submitted[0]);
    expect({ text: values.text, one: values.one, several: values.several }).toEqual({
      text: undefined,
      one: undefined,
      several: [],
    });
  });

  it('says in the modal itself why it could not be made', async () => {
    trial.build = async () => {
      throw new KnownError('unknown_input', 'No input is called `x`.');
    };
    await world.oncall.types('/alooma try');
    const view = await world.oncall.waitsForModal('No input is called `x`.');
    expect(view.submit).toBeUndefined();
  });

  it('gives a reference where the fault is its own', async () => {
    trial.build = async () => ({ ...trialModal(), blocks: [{ type: 'nonsense' } as never] });
    await world.oncall.types('/alooma try');
    const view = await world.oncall.waitsForModal('the fault is mine');
    const [, reference] = /`([0-9a-f]{8})`/.exec(wordsIn(view.blocks)) ?? [];
    expect(world.log.some((line) => reference !== undefined && line.includes(reference))).toBe(true);
  });

  it('says in private what to do when Slack will not open it any more', async () => {
    world.slack.faults.fail('views.open', 'expired_trigger_id');
    await world.oncall.types('/alooma try');
    const answer = await world.oncall.waitsFor('Slack lets a window be opened for three seconds only');
    expect(answer.isEphemeral).toBe(true);
    expect(world.oncall.modal()).toBeUndefined();
  });

  it('says what is wrong under each field, in plain text, and stays open', async () => {
    trial.submit = async () => {
      throw new KnownError('bad_value', 'Not shown', {
        fields: {
          text: '`a&lt;b` is no *name*: ask <@U1>, see <https://a.b/c|the list>.',
          amount: 'It is too much.',
          elsewhere: 'This belongs to no field.',
        },
      });
    };
    await world.oncall.opensModal('/alooma try');
    expect(await faultsOfForm(world.oncall, { text: 'x' })).toEqual({
      text: '“a<b” is no name: ask a colleague, see the list. This belongs to no field.',
      number: 'It is too much.',
    });
    expect(world.oncall.modal()?.callbackId).toBe('trial');
  });

  it.each([
    [
      'a refusal',
      new KnownError('nothing_to_do', 'There is nothing to change in `x`.'),
      'There is nothing to change in “x”.',
    ],
    [
      'a pipeline that is away',
      new PipelineError('unavailable', 'not_done', 'Alooma did not answer.'),
      'Alooma did not answer. Nothing was changed.',
    ],
    ['a fault', new Error('hunter2'), /the fault is mine.*“[0-9a-f]{8}”/],
  ])('says %s under the first field', async (_, error, sentence) => {
    trial.submit = async () => {
      throw error;
    };
    await world.oncall.opensModal('/alooma try');
    const faults = await faultsOfForm(world.oncall, { text: 'x' });
    expect(Object.keys(faults)).toEqual(['text']);
    if (typeof sentence === 'string') expect(faults.text).toBe(sentence);
    else expect(faults.text).toMatch(sentence);
  });

  it('of work that takes long says so, and then how it ended', async () => {
    const { wait, open } = gate(undefined);
    trial.submit = async () => {
      await wait;
      return { kind: 'message', to: 'channel', message: renderSentence('It took long.') };
    };
    await world.oncall.opensModal('/alooma try');
    expect(await world.oncall.submits({ text: 'x' })).toEqual({ ok: true });
    await world.oncall.waitsForModal('This takes longer than usual');
    open();
    await world.oncall.waitsForModal('That is done.');
    await world.oncall.waitsFor('It took long.');
  });

  it('of work that takes long and is refused says so in the modal, or in private where that was closed', async () => {
    const refuse = async (isClosed: boolean) => {
      const { wait, open } = gate(undefined);
      trial.submit = async () => {
        await wait;
        throw new KnownError('bad_value', `Refused late, ${isClosed ? 'unseen' : 'seen'}.`);
      };
      await world.oncall.opensModal('/alooma try');
      await world.oncall.submits({ text: 'x' });
      if (isClosed) await world.oncall.closesModal();
      open();
    };
    await refuse(false);
    await world.oncall.waitsForModal('Refused late, seen.');
    await world.oncall.closesModal();
    await refuse(true);
    const answer = await world.oncall.waitsFor('Refused late, unseen.');
    expect(answer.isEphemeral).toBe(true);
  });

  it('of work that takes long and is refused is there again as it was filled in, and can be mended', async () => {
    const filled = {
      text: 'typed',
      number: '3',
      one: 'second',
      several: ['first', 'third'],
      radio: 'third',
      inputs: ['orders_db'],
    };
    const { wait, open } = gate(undefined);
    trial.submit = async () => {
      await wait;
      throw new KnownError('bad_value', 'Not this.', {
        fields: { one: 'Choose another.', text: 'Nor this.' },
      });
    };
    await world.oncall.opensModal('/alooma try');
    await world.oncall.submits(filled);
    open();
    const view = await world.oncall.waitsForModal('Choose another.');
    expect(view).toMatchObject({ callbackId: 'trial', title: 'Try something' });
    trial.submit = async () => {
      throw new KnownError('bad_value', 'At once.', { fields: { one: 'Refused at once.' } });
    };
    expect(await faultsOfForm(world.oncall)).toEqual({ one: 'Refused at once.' });
    const [first, second] = trial.submitted;
    expect(first?.values).toMatchObject({ ...filled, inputs: [expect.any(String)] });
    expect(second?.values).toEqual(first?.values);
    expect(second?.metadata).toBe('remembered');
  });

  it('is refused to whoever may not ask, when it is submitted', async () => {
    await world.guest.opensModal('/alooma try');
    const faults = await faultsOfForm(world.guest, { text: 'x' });
    expect(faults.text).toMatch(/guest/i);
    expect(trial.submitted).toEqual([]);
  });

  it('of another version says that it is', async () => {
    trial.build = async () => ({ ...trialModal(), id: 'gone_since' });
    await world.oncall.opensModal('/alooma try');
    const faults = await faultsOfForm(world.oncall, { text: 'x' });
    expect(faults.text).toContain('from another version of me');
  });

  it('that remembers nothing of where it was opened says that it is of another version', async () => {
    const view = await world.oncall.opensModal('/alooma try');
    const blocks = [...view.blocks, { type: 'actions', elements: [approving] }];
    const response = await fetch(`${world.slack.apiUrl}views.update`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.slack.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        view_id: view.id,
        view: {
          type: 'modal',
          callback_id: 'trial',
          private_metadata: 'C0PIPELINE',
          title: { type: 'plain_text', text: 'Old' },
          submit: { type: 'plain_text', text: 'Try it' },
          blocks,
        },
      }),
    });
    expect(await response.json()).toMatchObject({ ok: true });
    const faults = await faultsOfForm(world.oncall, { text: 'x' });
    expect(faults.text).toContain('from another version of me');
    expect(trial.submitted).toEqual([]);
    await world.oncall.clicksInModal('Approve');
    await world.oncall.waitsForModal('This button is from another version of me');
  });

  it('delivered twice is done once, and the second does not close what the first has left open', async () => {
    trial.submit = async () => {
      throw new KnownError('bad_value', 'Not like this.');
    };
    await world.oncall.opensModal('/alooma try');
    await world.oncall.submits({ text: 'x' });
    const started = Date.now();
    expect(await world.slack.redeliver()).toEqual({ ok: true, body: undefined });
    expect(Date.now() - started).toBeGreaterThan(2_000);
    expect(trial.submitted.length).toBe(1);
  });

  it('answers also where its command was long ago', async () => {
    await world.oncall.opensModal('/alooma try');
    world.slack.faults.fail('response_url', { status: 404 });
    await world.oncall.submits({ text: 'x' });
    await world.oncall.waitsFor('It was tried.');
    trial.submit = async () => ({ kind: 'message', to: 'asker', message: renderSentence('Only for you.') });
    await world.oncall.opensModal('/alooma try');
    world.slack.faults.fail('response_url', { status: 404 });
    await world.oncall.submits({ text: 'x' });
    const direct = world.slack.state(world.oncall.id).channels.find(({ isDirect }) => isDirect)?.id;
    await world.oncall.waitsFor('Only for you.', direct);
  });

  it('keeps what was typed out of the log, whatever becomes of it', async () => {
    const endings: (() => Promise<never>)[] = [
      async () => {
        throw new KnownError('bad_value', 'Not like this.');
      },
      async () => {
        throw new Error('A fault');
      },
    ];
    for (const ending of endings) {
      trial.submit = ending;
      await world.oncall.opensModal('/alooma try');
      await world.oncall.submits({ text: 'hunter2-typed' });
      await world.oncall.closesModal();
    }
    await world.oncall.opensModal('/alooma try');
    trial.submit = createTrial().submit;
    await world.oncall.submits({ text: 'hunter2-typed' });
    await until(() => trial.submitted.length === 3);
    expect(world.log.join('\n')).not.toContain('hunter2-typed');
    expect(world.oncall.sees().map(wordsOf).join('\n')).not.toContain('hunter2-typed');
  });
});
