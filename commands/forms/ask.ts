import { isDirect } from '../../src/domain/change.ts';
import { quote } from '../../src/domain/command-words.ts';
import type { Modal } from '../../src/domain/message.ts';
import type { Action } from '../../src/domain/operation.ts';
import type { Actor } from '../../src/domain/policy/actor.ts';
import { fieldsAhead, type Prospect } from '../../src/domain/policy/prospect.ts';
import { keptReason } from '../../src/domain/reason.ts';
import { KnownError } from '../../src/errors.ts';
import { nobodyElseSees } from '../../src/services/change-refusals.ts';
import type { Plan } from '../../src/services/inputs.ts';
import type { ModalAnswer, Origin, Services, SpokenAnswer } from '../router/define.ts';

export interface Asking {
  readonly actor: Actor;
  readonly origin: Origin;
  readonly services: Services;
}

/** Makes a change of a plan. @returns its card */
export async function ask(
  plan: Plan,
  { actor, origin, services }: Asking,
  reason?: string,
): Promise<SpokenAnswer> {
  const { id } = await services.changes.ask(plan, { actor, reason, ...origin });
  return { kind: 'card', changeId: id };
}

export interface TypedLine {
  /** What stands behind `--because`. */
  readonly because?: string | undefined;
  /** The line without that, where the command has a form: what opens it filled in. */
  readonly form?: string | undefined;
}

/** The same for a change that was asked for in one line: what has to go through its form takes the reason along. */
export async function askInLine(
  plan: Promise<Plan>,
  { because, form }: TypedLine,
  asking: Asking,
): Promise<SpokenAnswer> {
  try {
    return await ask(await plan, asking, because);
  } catch (error) {
    throw error instanceof KnownError ? withReason(error, because, form) : error;
  }
}

function withReason(error: KnownError, because: string | undefined, line: string | undefined): KnownError {
  const form = error.code === 'reason_owed' ? line : error.form;
  if (form === undefined) return error;
  // A button keeps what is on it.
  const reason = keptReason(because);
  return error.withForm(reason === undefined ? form : `${form} --because ${quote(reason)}`);
}

/** @returns a command line of these words, none of which is read as more than one, or as a flag */
export function lineOf(verb: string, ...words: readonly string[]): string {
  return [verb, ...words.map(quote)].join(' ');
}

/** What the policy may come to say of what is filled in. @throws KnownError `not_permitted` as `openForm` does */
type Foresee = (about?: { readonly name: string; readonly type: string }) => Promise<Prospect>;

/**
 * Opens a form for a change.
 * @param build is given what to ask once the input is known
 * @throws KnownError `not_permitted` where others would have to approve it, whatever is filled in, and nobody else would see
 *   the card: before the form is filled in, not after
 */
export async function openForm(
  { origin: { channelId }, services: { rights } }: Pick<Asking, 'origin' | 'services'>,
  { title, action }: { readonly title: string; readonly action: Action },
  build: (foresee: Foresee) => Promise<Modal>,
): Promise<ModalAnswer> {
  const foresee: Foresee = async (about) => {
    const prospect = await rights.foresee({
      action,
      inputName: about?.name,
      inputType: about?.type,
      ...(action === 'create' && { copiedName: null }),
      ...fieldsAhead(action),
      channelId,
    });
    if (isDirect(channelId) && prospect.approvals === 'always') throw nobodyElseSees();
    return prospect;
  };
  if (isDirect(channelId)) await foresee();
  return { kind: 'modal', title, build: () => build(foresee) };
}
