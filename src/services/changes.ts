import { randomUUID } from 'node:crypto';
import type { ChangeStore, OpenChanges } from '../db/changes.ts';
import { holderOf } from '../db/outlines.ts';
import { type Pool, type Queryable, transaction } from '../db/pool.ts';
import { markWaiting } from '../db/waiting.ts';
import { isAnyWorkerAlive } from '../db/workers.ts';
import { type Change, isDirect, type LastSwitch, type Outline, questionOf } from '../domain/change.ts';
import { type Action, isSwitch } from '../domain/operation.ts';
import type { Actor } from '../domain/policy/actor.ts';
import { END_RESUMES } from '../domain/policy/rights.ts';
import { isAtOnce, openFor, type Question } from '../domain/policy/terms.ts';
import { keptReason } from '../domain/reason.ts';
import { summarise } from '../domain/summary.ts';
import { KnownError } from '../errors.ts';
import { enter } from './asking/entering.ts';
import { anotherWaits, nobodyElseSees, onItsWay, reasonOwed } from './change-refusals.ts';
import { type Click, type Decided, Deciding, type Emergency } from './deciding/deciding.ts';
import { drawAndTellEnding } from './deciding/ending.ts';
import { lapsesAt } from './pausing/lapsing.ts';
import type { Plan } from './planning/planning.ts';
import type { Previews } from './previews.ts';
import type { Rights } from './rights.ts';

export type { Click, Decided, Emergency } from './deciding/deciding.ts';

/** Who asks for a change, where, and why. */
export interface Request {
  readonly actor: Actor;
  readonly teamId: string;
  readonly channelId: string;
  readonly reason?: string | undefined;
  /** What stands as the reason where one is owed and there is no room to type it: a button says itself why. */
  readonly reasonIfOwed?: string;
  /** The applied change that it takes back. */
  readonly undoes?: string | undefined;
  /** The timed pause that it makes longer. */
  readonly extends?: string | undefined;
}

export interface ChangesOptions {
  readonly pool: Pool;
  readonly store: ChangeStore;
  readonly rights: Rights;
  readonly previews: Previews;
  /** How long a change waits for its approval where no rule says so, in milliseconds. */
  readonly changeTtl: number;
  /** How long after it was asked for those who may approve it are reminded, in milliseconds. */
  readonly remindAfter: number;
}

/** Asking for changes and looking at them. Deciding on one is in `deciding/`, what an approved one does in `applying/`. */
export class Changes {
  readonly #options: ChangesOptions;
  readonly #pool: Pool;
  readonly #store: ChangeStore;
  readonly #deciding: Deciding;

  constructor(options: ChangesOptions) {
    const { pool, store, rights } = options;
    this.#options = options;
    this.#pool = pool;
    this.#store = store;
    this.#deciding = new Deciding({ pool, store, rights, expire: (changeId) => this.expire(changeId) });
  }

  /**
   * Makes a row of a plan: waiting for its approvals, or approved at once where the policy asks for none.
   * @throws KnownError `not_permitted`; `reason_owed`; `change_waits` when another edit of the input is still open, or the
   *   same pause or resume is
   */
  async ask(plan: Plan, request: Request): Promise<Change> {
    const { actor, reason, teamId, channelId, undoes } = request;
    const { rights, previews, changeTtl, remindAfter } = this.#options;
    const { input, operation, base, proposed, secrets, timer } = plan;
    const question = questionOf({
      ...{ operation, channelId, timer },
      ...{ inputName: input.name, inputType: input.type },
    });
    const { terms, decision } = await rights.ask(actor, question);
    if (!decision.permitted) {
      const unless = await this.#unlessWithoutEnd(actor, question);
      throw new KnownError('not_permitted', `${decision.reason}${unless} Nothing was changed.`);
    }
    const why = keptReason(reason) ?? (terms.reason ? keptReason(request.reasonIfOwed) : undefined);
    if (terms.reason && why === undefined) {
      throw reasonOwed(await rights.reasonRules(question), operation.kind);
    }
    const atOnce = isAtOnce(terms);
    if (!atOnce && isDirect(channelId)) throw nobodyElseSees();
    const id = randomUUID();
    const preview = await previews.of({ id, action: operation.kind, base, proposed, shown: undefined });
    return transaction(this.#pool, async (client) => {
      await this.#closeLapsed(client, input.id);
      const usual = new Date(Date.now() + openFor(terms, changeTtl));
      const change = await enter(
        client,
        this.#store,
        {
          id,
          state: atOnce ? 'approved' : 'pending',
          inputId: input.id,
          inputName: input.name,
          inputType: input.type,
          operation,
          ...{ base, proposed, secrets, terms, teamId, channelId, undoes },
          extends: request.extends,
          summary: summarise({ operation, inputName: input.name, timer, undoes }, preview),
          reason: why,
          requestedBy: actor.userId,
          expiresAt: atOnce ? usual : await lapsesAt(client, usual, { timer, extends: request.extends }),
          ...(timer && ('for' in timer ? { pauseFor: timer.for } : { pauseUntil: timer.until })),
        },
        { remindAfter },
      );
      if (!change) throw await this.#anotherWaits(client, plan, actor);
      return change;
    });
  }

  /** Adds an approval; with the last one that is needed, sees to it that it is applied: both or neither. */
  approve(changeId: string, click: Click): Promise<Decided> {
    return this.#deciding.approve(changeId, click);
  }

  /** @param reason why not, for whoever asked @throws KnownError `bad_value` without one */
  reject(changeId: string, click: Click, reason: string): Promise<Decided> {
    return this.#deciding.reject(changeId, click, reason);
  }

  /** Also what cannot be read. */
  cancel(changeId: string, click: Click): Promise<Decided<Outline>> {
    return this.#deciding.cancel(changeId, click);
  }

  /** @throws KnownError `bad_value` with `fields` keyed `reason`, `name` */
  applyAlone(changeId: string, click: Click, emergency: Emergency): Promise<Decided> {
    return this.#deciding.applyAlone(changeId, click, emergency);
  }

  /** May this person do so, as far as is known before they fill in a form? */
  mayDecide(what: 'reject' | 'applyAlone', changeId: string, click: Click): Promise<Decided> {
    return this.#deciding.may(what, changeId, click);
  }

  /** Closes a change that nobody decided in time. @returns whether that was so */
  expire(changeId: string): Promise<boolean> {
    return transaction(this.#pool, async (client) => {
      const expired = await this.#store.expire(client, changeId);
      if (expired) await drawAndTellEnding(client, changeId);
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

  /** @returns why the end of a pause is what they may not ask for, as a sentence with a space before it */
  async #unlessWithoutEnd(actor: Actor, { also, ...question }: Question): Promise<string> {
    if (also === undefined) return '';
    const { terms, decision } = await this.#options.rights.ask(actor, question);
    if (!decision.permitted) return '';
    return ` ${END_RESUMES} Without an end ${isAtOnce(terms) ? 'it is done at once' : 'you may ask for it'}.`;
  }

  async #closeLapsed(client: Queryable, inputId: string): Promise<void> {
    for (const id of await this.#store.expireLapsed(client, inputId)) await drawAndTellEnding(client, id);
  }

  async #anotherWaits(client: Queryable, { input, operation }: Plan, { userId }: Actor): Promise<KnownError> {
    if (!isSwitch(operation)) return anotherWaits(input.name, await holderOf(client, input.id), userId);
    const same = await holderOf(client, input.id, operation.kind);
    return onItsWay(input.name, operation.kind, same, userId);
  }
}
