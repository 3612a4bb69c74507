import { randomUUID } from 'node:crypto';
import type { NewChange } from '../../db/changes.ts';
import { type Change, isDirect, questionOf } from '../../domain/change.ts';
import { previewSteps } from '../../domain/diff.ts';
import type { Input } from '../../domain/input.ts';
import type { Actor } from '../../domain/policy/actor.ts';
import { isAtOnce, openFor, type Question, type Terms } from '../../domain/policy/terms.ts';
import { summarise } from '../../domain/summary.ts';
import { KnownError, NotNow } from '../../errors.ts';
import { inSlices } from '../in-slices.ts';
import type { Plan } from '../planning/planning.ts';
import type { Previews } from '../previews.ts';
import type { Rights } from '../rights.ts';
import { movedSentence, notAskedAnew, whyNotAnew } from './endings.ts';
import { type ReplanOptions, replan } from './replanning.ts';

export interface RenewingOptions extends ReplanOptions {
  readonly rights: Rights;
  readonly previews: Previews;
  /** Who somebody is, as Slack says it now. */
  readonly actorOf: (userId: string) => Promise<Actor>;
  /** How long a change waits for its approval where no rule says so, in milliseconds. */
  readonly changeTtl: number;
}

/** How a change ends whose input has moved, and the one that asks the same on the input as it is now. */
export interface Renewed {
  readonly outcome: string;
  readonly next: NewChange | undefined;
}

export type Renew = (change: Change, now: Input) => Promise<Renewed>;

/**
 * What was approved is never applied to an input that has moved: it is shown anew, on the input as it is now, and no
 * approval goes with it.
 */
export function createRenew({ rights, previews, actorOf, changeTtl, ...options }: RenewingOptions): Renew {
  /** @throws KnownError that says why it is not asked anew; `NotNow` where Slack cannot say who may */
  async function next(change: Change, now: Input): Promise<NewChange> {
    const plan = await replan(change, now, options);
    const { terms, decision } = await rights.ask(
      await actorOf(change.requestedBy),
      questionAnew(plan, change),
    );
    if (!decision.permitted) {
      if (decision.mayPass) throw new NotNow('Slack could not say whether whoever asked for it still may.');
      throw whyNotAnew('notPermitted');
    }
    if (terms.reason && change.reason === undefined) throw whyNotAnew('reasonOwed');
    return asNew(change, plan, terms);
  }

  async function asNew(change: Change, plan: Plan, terms: Terms): Promise<NewChange> {
    const { input, operation, base, proposed, secrets } = plan;
    const { teamId, channelId, reason, requestedBy, undoes } = change;
    const state = stateOf(change, terms);
    const id = randomUUID();
    const preview = await previews.of({ id, action: operation.kind, base, proposed, shown: undefined });
    return {
      id,
      state,
      ...{ operation, base, proposed, secrets, teamId, channelId, reason, requestedBy, undoes },
      inputId: input.id,
      inputName: input.name,
      inputType: input.type,
      // A preview that nobody has seen is looked at by somebody, whatever the policy has come to ask for.
      terms: state === 'pending' ? { ...terms, approvals: Math.max(1, terms.approvals) } : terms,
      summary: summarise({ operation, inputName: input.name, undoes }, preview),
      expiresAt: new Date(Date.now() + openFor(terms, changeTtl)),
      replaces: change.id,
    };
  }

  return async (change, now) => {
    const { base } = change;
    if (base === undefined) throw new Error('The document that this was planned on was not kept');
    const moved = movedSentence(change, await inSlices(previewSteps(base, now.document)));
    try {
      return { next: await next(change, now), outcome: `${moved}\n${ASKED_ANEW}` };
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      return { next: undefined, outcome: `${moved}\n${notAskedAnew(error.message)}` };
    }
  };
}

const ASKED_ANEW = 'A new card shows the same on the input as it is now. It needs approvals of its own.';

function questionAnew({ operation, input }: Plan, change: Change): Question {
  return questionOf({ ...change, operation, inputName: input.name, inputType: input.type });
}

/**
 * What nobody had to approve is done on the input as it is now, once: an input that moves again and again must not have it
 * asked for without end.
 */
function stateOf(change: Change, terms: Terms): NewChange['state'] {
  const wasAtOnce = isAtOnce(change.terms) && change.approvals.length === 0;
  if (!wasAtOnce || !isAtOnce(terms)) {
    if (isDirect(change.channelId)) throw whyNotAnew('nobodySees');
    return 'pending';
  }
  if (change.replaces !== undefined) throw whyNotAnew('movesAgain');
  return 'approved';
}
