import { z } from 'zod';
import { renderSentence } from '../../blocks/answers.ts';
import { type Change, isFinal, type Outline } from '../../src/domain/change.ts';
import type { Preview } from '../../src/domain/diff.ts';
import type { Modal } from '../../src/domain/message.ts';
import { KnownError } from '../../src/errors.ts';
import type { Decided } from '../../src/services/changes.ts';
import type { Answer, ButtonContext, FormContext, SpokenAnswer } from '../router/define.ts';

/** A decision shows on the card, which everybody sees; why there was none is for the one who clicked. */
export function answerDecision(decided: Decided<Outline>): SpokenAnswer {
  if (!decided.decided) return { kind: 'message', to: 'asker', message: renderSentence(decided.why) };
  const { id: changeId, card, cardBoundFor, state } = decided.change;
  const isBeingPosted = cardBoundFor !== undefined && !isFinal(state);
  if (card || isBeingPosted) return { kind: 'card', changeId };
  const noCard = cardBoundFor === undefined ? ' It never had a card.' : '';
  const message = renderSentence(`This change is ${state}.${noCard}`);
  return { kind: 'message', to: 'asker', message };
}

/** A form that a decision is made with: nobody fills it in who may not decide. */
export async function openDecision(
  what: 'reject' | 'applyAlone',
  title: string,
  build: (change: Change, preview: Preview | undefined) => Modal,
  { value, actor, origin, services: { changes, previews } }: ButtonContext,
): Promise<Answer> {
  const may = await changes.mayDecide(what, value, { ...origin, actor });
  if (!may.decided) return answerDecision(may);
  const { change } = may;
  return { kind: 'modal', title, build: async () => build(change, await previews.of(change)) };
}

const ChangeId = z.uuid();

/**
 * Decides with what was filled in.
 * @throws KnownError `not_permitted` with why there was no decision, to be said in the form
 */
export async function submitDecision(
  { metadata }: FormContext,
  decide: (changeId: string) => Promise<Decided>,
): Promise<SpokenAnswer> {
  const id = ChangeId.safeParse(metadata);
  if (!id.success) {
    throw new KnownError('not_available', 'This form is from another version of me, and nothing was done.');
  }
  const decided = await decide(id.data);
  if (!decided.decided) throw new KnownError('not_permitted', decided.why);
  return answerDecision(decided);
}
