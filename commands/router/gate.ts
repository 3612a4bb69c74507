import { whoShown } from '../../blocks/who.ts';
import type { Actor } from '../../src/domain/policy/actor.ts';
import { type Decision, mayAskAnything } from '../../src/domain/policy/rights.ts';
import type { Terms } from '../../src/domain/policy/terms.ts';
import { KnownError, NotNow } from '../../src/errors.ts';
import { inTime } from '../../src/patience.ts';
import type { Rights } from '../../src/services/rights.ts';
import type { People } from '../../src/slack/people.ts';
import type { Origin, Wanted } from './define.ts';

/** What stands before every handler: is this delivery new, is it answered here, and may this person? */
export interface Gate {
  /** @returns false when this delivery was handled before @throws NotNow when the database does not say in time */
  isNew(deliveryId: string): Promise<boolean>;
  /**
   * For what is asked for anew. What stands on a card is decided where the card is, also where nothing is answered any more:
   * it would be in everybody's way until its time is over.
   * @throws KnownError `not_permitted` where no commands are answered in this channel
   */
  admit(origin: Origin): void;
  /**
   * @param action what somebody wants to do: `change` where that is known only later, `decide` where what they
   *   decide on says who may, `help` for everybody
   * @throws KnownError `not_permitted`
   */
  pass(origin: Origin, action: Wanted): Promise<Actor>;
}

export interface GateOptions {
  readonly rights: Rights;
  readonly people: People;
  readonly claim: (deliveryId: string) => Promise<boolean>;
}

/** Whoever types hears within 2.5 s that nothing was done where the database is away, also where it is just silent. */
const CLAIM_WITHIN_MS = 1_900;

export function createGate({ rights, people, claim }: GateOptions): Gate {
  /** @param instead what to do about it, where that is known, as a sentence with a space before it */
  function permit(decision: Decision, instead = ''): void {
    if (decision.permitted) return;
    throw new KnownError('not_permitted', `${decision.reason}${instead} Nothing was changed.`);
  }

  return {
    async isNew(deliveryId) {
      const claimed = await inTime(claim(deliveryId), CLAIM_WITHIN_MS);
      if (claimed !== undefined) return claimed;
      throw new NotNow('My database does not answer, so nothing was done. Try again in a minute.');
    },

    admit: ({ channelId }) => permit(rights.mayAnswerIn(channelId)),

    async pass({ userId, channelId }, action) {
      if (action === 'help') return { userId, standing: 'unknown' };
      const actor = await people.actor(userId);
      if (action === 'decide') return actor;
      if (action !== 'read' && action !== 'samples') permit(mayAskAnything(actor));
      const first = shownBy(action);
      if (first) {
        const { terms, decision } = await rights.ask(actor, { action: first, fields: [], channelId });
        permit(decision, whoElse(actor, decision, terms));
      }
      return actor;
    },
  };
}

/** Whoever may not look at anything cannot look up either who may. */
function whoElse({ standing }: Actor, decision: Decision, { ask }: Terms): string {
  if (decision.permitted || decision.mayPass || standing !== 'member') return '';
  const who = whoShown(ask);
  return who === undefined ? '' : ` That is for ${who}.`;
}

/** What is shown on the way to it: a form holds what an input is like, and pausing shows nothing of it. */
function shownBy(action: Exclude<Wanted, 'help' | 'decide'>): 'read' | 'samples' | undefined {
  if (action === 'samples') return 'samples';
  return action === 'pause' || action === 'resume' ? undefined : 'read';
}
