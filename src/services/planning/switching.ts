import { quote } from '../../domain/command-words.ts';
import type { InputFacts } from '../../domain/input.ts';
import { code } from '../../domain/mrkdwn.ts';
import type { Action } from '../../domain/operation.ts';
import { KnownError } from '../../errors.ts';
import { noPausedState } from '../input-refusals.ts';
import type { Plan } from './planning.ts';

/** The plans that pause and resume. */

/** What is known beside what the pipeline says of an input, by its id. */
export interface SwitchOptions {
  /** The pause or resume that is approved and not yet carried out: the input is taken to be as that will leave it. */
  readonly onItsWay?: (inputId: string) => Promise<Action | undefined>;
}

export interface PauseOptions extends SwitchOptions {
  /** Is it in a pause that ends by itself? Pausing it again then means that it stays paused. */
  readonly isTimed?: (inputId: string) => Promise<boolean>;
  /** Whose pause it is in, where that has no end and is somebody else's. */
  readonly heldBy?: (inputId: string) => Promise<string | undefined>;
  /** When the pause is to end by itself. */
  readonly timer?: Plan['timer'];
}

const STATES = {
  is: (paused: boolean) => (paused ? 'paused already' : 'not paused'),
  becomes: (paused: boolean) => `being ${paused ? 'paused' : 'resumed'} already`,
};

/** @throws KnownError `nothing_to_do` when it is so already, or will be, and nothing about when that ends would be changed */
export async function planSwitch(
  input: InputFacts,
  paused: boolean,
  { onItsWay, isTimed, heldBy, timer }: PauseOptions,
): Promise<Plan> {
  if (input.paused === undefined) throw noPausedState(input);
  const coming = await onItsWay?.(input.id);
  const willBe = coming === undefined ? input.paused : coming === 'pause';
  const movesItsEnd =
    paused && coming === undefined && (timer !== undefined || ((await isTimed?.(input.id)) ?? false));
  if (willBe === paused && !movesItsEnd) {
    const state = coming === undefined ? STATES.is(paused) : STATES.becomes(paused);
    throw new KnownError('nothing_to_do', `${code(input.name)} is ${state}. Nothing was sent.`);
  }
  if (willBe === paused && timer) {
    const held = await heldBy?.(input.id);
    if (held !== undefined) throw heldAlready(input.name, held);
  }
  return { input, operation: { kind: paused ? 'pause' : 'resume' }, ...(timer && { timer }) };
}

/** Nothing is known of its end, so none is given to it on the quiet. */
function heldAlready(name: string, held: string): KnownError {
  const resume = code(`/alooma resume ${quote(name)}`, 120);
  return new KnownError(
    'nothing_to_do',
    `${code(name)} is paused already, without an end. ${held} A pause with an end would resume it, so nothing was changed. Leave it as it is, or resume it first with ${resume}.`,
  );
}
