import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { KnownError } from '../../src/errors.ts';
import { faultsOfForm } from '../support/forms.ts';
import { createTrial, trialModal } from '../support/trial-form.ts';
import { buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

/** Refusals that only a button helps with: beneath the fields of a form, and in a window that only says something, is none. */
describe('a form that is refused where a button helps', () => {
  let world: World;
  const trial = createTrial();
  beforeAll(async () => {
    world = await startWorld({
      environment: { ROLE: 'web' },
      handlers: { commands: [trial.command], forms: [trial.form] },
    });
  });
  beforeEach(() => {
    trial.build = async () => trialModal();
  });
  afterEach(async () => {
    if (world.oncall.modal()) await world.oncall.closesModal();
  });
  afterAll(() => world.stop());

  const refusals = [
    ['opens a form', (sentence: string) => masked(sentence), ['Open the form']],
    [
      'shows or cancels what stands in the way',
      (sentence: string) => new KnownError('change_waits', sentence, { unseenChange: randomUUID() }),
      ['Post its card here', 'Cancel that change'],
    ],
  ] as const;

  function masked(sentence: string, fields: Record<string, string> = {}): KnownError {
    return new KnownError('masked_secret', sentence, { form: 'try again', fields });
  }

  const refusing = (error: KnownError) => async () => {
    throw error;
  };

  it.each(refusals)(
    'also says it where it was opened, with the button that %s',
    async (what, refusal, buttons) => {
      const sentence = `Refused, of what ${what}.`;
      trial.submit = refusing(refusal(sentence));
      await world.oncall.opensModal('/alooma try');
      expect(await faultsOfForm(world.oncall, { text: 'x' })).toEqual({
        text: `${sentence} The button for that is where you opened this form.`,
      });
      const answer = await world.oncall.waitsFor(sentence);
      expect([answer.isEphemeral, buttonsOf(answer)]).toEqual([true, [...buttons]]);
    },
  );

  it('opens the form that the button outside names', async () => {
    trial.submit = refusing(masked('Refused, and on with it.'));
    await world.oncall.opensModal('/alooma try');
    await faultsOfForm(world.oncall, { text: 'x' });
    const answer = await world.oncall.waitsFor('Refused, and on with it.');
    const view = await world.oncall.opensModal(() => world.oncall.clicks('Open the form', answer));
    expect(view.callbackId).toBe('trial');
  });

  it('says nothing outside of what can be mended in a field of its own', async () => {
    trial.submit = refusing(masked('Refused in a field.', { one: 'Choose another.' }));
    await world.oncall.opensModal('/alooma try');
    expect(await faultsOfForm(world.oncall, { text: 'x' })).toEqual({ one: 'Choose another.' });
    // What is said of the next comes later.
    trial.submit = refusing(masked('Refused for the next.'));
    await faultsOfForm(world.oncall, { text: 'x' });
    await world.oncall.waitsFor('Refused for the next.');
    expect(world.oncall.sees().map(wordsOf).join('\n')).not.toContain('Refused in a field.');
  });

  it.each(refusals)(
    'that took long also says it where it was opened: what %s',
    async (what, refusal, buttons) => {
      const sentence = `Refused late, of what ${what}.`;
      let open: () => void = () => undefined;
      const wait = new Promise<void>((resolve) => {
        open = resolve;
      });
      trial.submit = async () => {
        await wait;
        throw refusal(sentence);
      };
      await world.oncall.opensModal('/alooma try');
      await world.oncall.submits({ text: 'x' });
      await world.oncall.waitsForModal('This takes longer than usual');
      open();
      await world.oncall.waitsForModal(sentence);
      expect(buttonsOf(await world.oncall.waitsFor(sentence))).toEqual([...buttons]);
    },
  );

  it.each(refusals)(
    'that cannot be made also says it where it was opened: what %s',
    async (what, refusal, buttons) => {
      const sentence = `Not made, of what ${what}.`;
      trial.build = refusing(refusal(sentence));
      await world.oncall.types('/alooma try');
      await world.oncall.waitsForModal(sentence);
      expect(buttonsOf(await world.oncall.waitsFor(sentence))).toEqual([...buttons]);
    },
  );

  it('that cannot be made, where no button helps, says it only in its window', async () => {
    trial.build = refusing(new KnownError('unknown_input', 'Not made at all.'));
    await world.oncall.types('/alooma try');
    await world.oncall.waitsForModal('Not made at all.');
    await world.oncall.closesModal();
    trial.build = refusing(masked('Not made either.'));
    await world.oncall.types('/alooma try');
    await until(() => world.oncall.sees().some((message) => wordsOf(message).includes('Not made either.')));
    expect(world.oncall.sees().map(wordsOf).join('\n')).not.toContain('Not made at all.');
  });
});
