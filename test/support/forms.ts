import { expect } from '@jest/globals';
import type { Message, SubmitResult, View } from '../../sandbox/slack/client-api.ts';
import { WAITS } from './asking.ts';
import { ended } from './changes.ts';
import type { Typed } from './modals.ts';
import { wordsIn } from './words.ts';
import { type Actor, until, type World, wordsOf } from './world.ts';

/** What comes of a form that is submitted. */

/** Fills in the form that is open, submits it, and waits for the card that comes of it. */
export async function cardOfForm(
  actor: Actor,
  values: Readonly<Record<string, Typed>> = {},
): Promise<Message> {
  const before = new Set(actor.sees().map(({ ts }) => ts));
  expect(await actor.submits(values)).toEqual({ ok: true });
  return until(
    () => actor.sees().find((message) => !before.has(message.ts) && WAITS.test(wordsOf(message))),
    () => 'the card of a form',
  );
}

/** Submits the form that is open. @returns what is said under its fields; the form is still open */
export async function faultsOfForm(
  actor: Actor,
  values: Readonly<Record<string, Typed>> = {},
): Promise<Record<string, string>> {
  const result: SubmitResult = await actor.submits(values);
  if (result.ok && isLate(actor.modal())) {
    await until(
      () => !isLate(actor.modal()),
      () => 'the form to be given back',
    );
    return faultsOfForm(actor, values);
  }
  if (result.ok || !('errors' in result) || !result.errors) throw new Error(JSON.stringify(result));
  expect(actor.modal()).toBeDefined();
  return result.errors;
}

/**
 * A bot that is held up for two seconds says so in the window, and then gives the form back as it was filled in: only
 * in time can it say under each field what is wrong.
 */
function isLate(view: View | undefined): boolean {
  return view !== undefined && wordsIn(view.blocks).includes('This takes longer than usual');
}

/** Has a change approved and waits until it is applied. @returns the input's text as Alooma then has it */
export async function approved(world: World, inputName: string, card: Message): Promise<string> {
  await world.approver.clicks('Approve', card);
  const { state, outcome } = await ended(world, inputName);
  expect([state, outcome]).toEqual(['applied', null]);
  return world.alooma.text(inputName);
}

/** Closes whatever modal a person has open. */
export async function closeAll(...actors: readonly Actor[]): Promise<void> {
  for (const actor of actors) while (actor.modal()) await actor.closesModal();
}
