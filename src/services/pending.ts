import { pendingIn } from '../db/pending.ts';
import type { Pool } from '../db/pool.ts';
import type { Sealer } from '../db/sealing.ts';
import { isDirect, questionOf } from '../domain/change.ts';
import type { PendingChange } from '../domain/pending.ts';
import type { Actor } from '../domain/policy/actor.ts';
import type { Terms } from '../domain/policy/terms.ts';
import type { Steps } from '../domain/steps.ts';
import { inSlices } from './in-slices.ts';
import type { Rights } from './rights.ts';

/** What waits, seen from one person. */
export interface Waiting {
  /** What they may approve, and have not; what lapses first comes first. */
  readonly forThem: readonly PendingChange[];
  /** What they asked for. */
  readonly fromThem: readonly PendingChange[];
  /** Could Slack not say of some whether they may approve it? */
  readonly isUnsure: boolean;
  /** How many more there are that were not looked at, or that cannot be read. */
  readonly others: number;
}

/** More than a team has open: a person is told how many were not looked at. */
const MOST_READ = 300;

export class Pending {
  readonly #pool: Pool;
  readonly #sealer: Sealer;
  readonly #rights: Rights;

  constructor(pool: Pool, sealer: Sealer, rights: Rights) {
    this.#pool = pool;
    this.#sealer = sealer;
    this.#rights = rights;
  }

  /** @param teamId the workspace: what was asked for in another one is decided there */
  async of(actor: Actor, teamId: string): Promise<Waiting> {
    const { read, total } = await pendingIn(this.#pool, this.#sealer, teamId, MOST_READ);
    const changes = await inSlices(read());
    const terms = await inSlices(this.#termsSteps(changes));
    // All at once, so that each user group is asked about once.
    const answers = await Promise.all(terms.map(([change, now]) => this.#waitsFor(actor, change, now)));
    return {
      forThem: changes.filter((_, at) => answers[at] === true),
      fromThem: changes.filter(({ requestedBy }) => requestedBy === actor.userId),
      isUnsure: answers.includes('unknown'),
      others: total - changes.length,
    };
  }

  *#termsSteps(changes: readonly PendingChange[]): Steps<[PendingChange, Terms][]> {
    const terms: [PendingChange, Terms][] = [];
    for (const change of changes) {
      terms.push([change, yield* this.#rights.termsSteps(questionOf(change))]);
      yield;
    }
    return terms;
  }

  /** One whose card only its asker sees cannot be approved by others where it is. */
  async #waitsFor(actor: Actor, change: PendingChange, terms: Terms): Promise<boolean | 'unknown'> {
    const { card, approvals, requestedBy } = change;
    if (card && isDirect(card.channelId) && requestedBy !== actor.userId) return false;
    if (approvals.some(({ by }) => by === actor.userId)) return false;
    const decision = await this.#rights.approveUnder(terms, actor, change);
    if (decision.permitted) return true;
    return decision.mayPass ? 'unknown' : false;
  }
}
