import { randomUUID } from 'node:crypto';
import type { ChangeStore, OpenChanges } from '../db/changes.ts';
import { addJob } from '../db/jobs.ts';
import { type Pool, type Queryable, transaction } from '../db/pool.ts';
import { markWaiting } from '../db/waiting.ts';
import { isAnyWorkerAlive } from '../db/workers.ts';
import { type Change, isDirect, type LastSwitch } from '../domain/change.ts';
import { type Action, isSwitch } from '../domain/operation.ts';
import {
  type Actor,
  type Decision,
  isApprovedAtOnce,
  mayApprove,
  mayAsk,
  mayCancel,
} from '../domain/policy.ts';
import { redactText } from '../domain/secrets.ts';
import { KnownError } from '../errors.ts';
import { anotherWaits, nobodyElseSees, onItsWay, whyClosed } from './change-refusals.ts';
import type { Plan } from './planning/planning.ts';

/** Who asks for a change, where, and why. */
export interface Request {
  readonly actor: Actor;
  readonly teamId: string;
  readonly channelId: string;
  readonly reason?: string | undefined;
}

/** `decided` with the row as it is now, or why nothing was: an answer for the one who clicked, never an error. */
export type Decided =
  | { readonly decided: true; readonly change: Change }
  | { readonly decided: false; readonly why: string; readonly change: Change | undefined };

export interface ChangesOptions {
  readonly pool: Pool;
  readonly store: ChangeStore;
  /** How long a change waits for its approval, in milliseconds. */
  readonly changeTtl: number;
}

/** The web process draws a card itself, at once. A worker looks after it this much later, should that have failed. */
const CARD_BACKUP_MS = 15_000;

/** Asking for changes and deciding on them. What an approved one does is in `applying.ts`. */
export class Changes {
  readonly #pool: Pool;
  readonly #store: ChangeStore;
  readonly #changeTtl: number;

  constructor({ pool, store, changeTtl }: ChangesOptions) {
    this.#pool = pool;
    this.#store = store;
    this.#changeTtl = changeTtl;
  }

  /**
   * Makes a row of a plan: waiting for an approval, or approved at once where the policy says so.
   * @throws KnownError `not_permitted`; `change_waits` when another edit of the input is still open, or the same pause
   *   or resume is on its way
   */
  async ask(plan: Plan, { actor, reason, teamId, channelId }: Request): Promise<Change> {
    const decision = mayAsk(actor);
    if (!decision.permitted) throw new KnownError('not_permitted', decision.reason);
    const atOnce = isApprovedAtOnce(plan.operation.kind);
    if (!atOnce && isDirect(channelId)) throw nobodyElseSees();
    return transaction(this.#pool, async (client) => {
      await this.#closeLapsed(client, plan.input.id);
      const change = await this.#store.insert(client, {
        id: randomUUID(),
        state: atOnce ? 'approved' : 'pending',
        inputId: plan.input.id,
        inputName: plan.input.name,
        operation: plan.operation,
        base: plan.base,
        proposed: plan.proposed,
        secrets: plan.secrets,
        // People paste addresses into reasons, and those hold passwords.
        reason: reason === undefined ? undefined : redactText(reason),
        requestedBy: actor.userId,
        expiresAt: new Date(Date.now() + this.#changeTtl),
        teamId,
        channelId,
      });
      if (!change) throw await this.#anotherWaits(client, plan, actor);
      const next = atOnce ? 'apply' : 'expire';
      await addJob(client, next, { changeId: change.id }, atOnce ? undefined : change.expiresAt);
      await this.#redrawLater(client, change.id);
      return change;
    });
  }

  /** Approves, and sees to it that it is applied: both or neither. */
  approve(changeId: string, actor: Actor): Promise<Decided> {
    return this.#decide(changeId, actor, mayApprove, async (client) => {
      const approved = await this.#store.approve(client, changeId, actor.userId);
      if (approved) await addJob(client, 'apply', { changeId });
      return approved;
    });
  }

  cancel(changeId: string, actor: Actor): Promise<Decided> {
    return this.#decide(changeId, actor, mayCancel, async (client) => {
      const cancelled = await this.#store.cancel(client, changeId, actor.userId);
      if (cancelled) await addJob(client, 'tell', { changeId });
      return cancelled;
    });
  }

  /** Closes a change that nobody decided in time. @returns whether that was so */
  expire(changeId: string): Promise<boolean> {
    return transaction(this.#pool, async (client) => {
      const expired = await this.#store.expire(client, changeId);
      if (expired) await this.#tellEnding(client, changeId);
      return expired;
    });
  }

  find(changeId: string): Promise<Change | undefined> {
    return this.#store.find(this.#pool, changeId);
  }

  /** The changes of an input that are not ended, the oldest first. */
  openOf(inputId: string): Promise<OpenChanges> {
    return this.#store.openOf(this.#pool, inputId);
  }

  /** The last pause or resume of an input that went through here. */
  lastSwitch(inputId: string): Promise<LastSwitch | undefined> {
    return this.#store.lastSwitch(this.#pool, inputId);
  }

  /** The pause or resume of an input that is approved and not yet carried out. */
  switchOnItsWay(inputId: string): Promise<Action | undefined> {
    return this.#store.switchOnItsWay(this.#pool, inputId);
  }

  /** Marks an approved change when no worker is alive to apply it, so that its card says so. */
  async markWaiting(changeId: string): Promise<void> {
    if (await isAnyWorkerAlive(this.#pool)) return;
    await markWaiting(this.#pool, { changeId, approvedForSeconds: 0 });
  }

  /**
   * Marks every approved change that has waited for some seconds while no worker is alive.
   * @returns the ids of those newly marked
   */
  async markAllWaiting(approvedForSeconds: number): Promise<string[]> {
    if (await isAnyWorkerAlive(this.#pool)) return [];
    return markWaiting(this.#pool, { approvedForSeconds });
  }

  async #decide(
    changeId: string,
    actor: Actor,
    may: (actor: Actor, change: Change) => Decision,
    move: (client: Queryable) => Promise<Change | undefined>,
  ): Promise<Decided> {
    const asked = await this.find(changeId);
    if (!asked) return { decided: false, why: 'This change is no longer known here.', change: undefined };
    if (asked.state !== 'pending') return undecided(asked, actor);
    const permission = may(actor, asked);
    if (!permission.permitted) return { decided: false, why: permission.reason, change: asked };
    const moved = await transaction(this.#pool, async (client) => {
      const change = await move(client);
      if (change) await this.#redrawLater(client, changeId);
      return change;
    });
    if (moved) return { decided: true, change: moved };
    await this.expire(changeId);
    return undecided((await this.find(changeId)) ?? asked, actor);
  }

  async #closeLapsed(client: Queryable, inputId: string): Promise<void> {
    for (const id of await this.#store.expireLapsed(client, inputId)) await this.#tellEnding(client, id);
  }

  async #tellEnding(client: Queryable, changeId: string): Promise<void> {
    await addJob(client, 'card', { changeId });
    await addJob(client, 'tell', { changeId });
  }

  async #redrawLater(client: Queryable, changeId: string): Promise<void> {
    await addJob(client, 'card', { changeId }, new Date(Date.now() + CARD_BACKUP_MS));
  }

  async #anotherWaits(client: Queryable, { input, operation }: Plan, { userId }: Actor): Promise<KnownError> {
    if (isApprovedAtOnce(operation.kind)) return onItsWay(input.name, operation.kind);
    const { readable } = await this.#store.openOf(client, input.id);
    return anotherWaits(
      input.name,
      readable.find((other) => !isSwitch(other.operation)),
      userId,
    );
  }
}

/** Why a click changed nothing: who was first, or that time was. */
function undecided(change: Change, { userId }: Actor): Decided {
  return { decided: false, why: whyClosed(change, userId), change };
}
