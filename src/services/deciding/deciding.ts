import type { ChangeStore } from '../../db/changes.ts';
import { addJob } from '../../db/jobs.ts';
import { outlineOf } from '../../db/outlines.ts';
import { type Pool, type Queryable, transaction } from '../../db/pool.ts';
import { isUnseen } from '../../domain/card-place.ts';
import { type Change, isDirect, type Outline } from '../../domain/change.ts';
import type { Actor } from '../../domain/policy/actor.ts';
import { type Decision, mayCancel } from '../../domain/policy/rights.ts';
import { keptReason } from '../../domain/reason.ts';
import { Unreadable } from '../../errors.ts';
import { CARD_BACKUP_MS } from '../asking/entering.ts';
import {
  aloneUnseen,
  elsewhere,
  mustBeEmergency,
  noReason,
  unknownChange,
  whyUndecided,
} from '../change-refusals.ts';
import type { Judged, Rights } from '../rights.ts';
import { tellEnding } from './ending.ts';

/** Who clicked, and where. */
export interface Click {
  readonly actor: Actor;
  readonly teamId: string;
  readonly channelId: string;
}

/** `decided` with the row as it is now, or why nothing was: an answer for the one who clicked, never an error. */
export type Decided<Of = Change> =
  | { readonly decided: true; readonly change: Of }
  | { readonly decided: false; readonly why: string; readonly change: Of | undefined };

/** What whoever applies a change alone has filled in. */
export interface Emergency {
  readonly reason: string;
  /** The input's name, or its id where that cannot be typed. */
  readonly typedName: string;
}

export interface DecidingOptions {
  readonly pool: Pool;
  readonly store: ChangeStore;
  readonly rights: Rights;
  /** Closes a change whose time is over. */
  readonly expire: (changeId: string) => Promise<boolean>;
}

/** May it be so, and the statement that makes it so. */
type Judge<Row> = (change: Row) => Promise<{
  readonly decision: Decision;
  readonly move: (client: Queryable) => Promise<Row | undefined>;
}>;

/** What is decided on. */
interface Decidable<Row> {
  readonly changeId: string;
  readonly find: () => Promise<Row | undefined>;
  /** Does also a click on a private message count, while nobody else sees the card? */
  readonly fromAnywhere: boolean;
}

/**
 * Deciding on a change that waits. Each decision is one conditional statement, so of two at the same moment one wins and
 * the other is told who did.
 */
export class Deciding {
  readonly #options: DecidingOptions;

  constructor(options: DecidingOptions) {
    this.#options = options;
  }

  /** Adds an approval; with the last one that is needed, sees to it that it is applied: both or neither. */
  approve(changeId: string, click: Click): Promise<Decided> {
    const { store, rights } = this.#options;
    return this.#decide(changeId, click, async (change) => {
      const { terms, decision } = await rights.approve(click.actor, change);
      return {
        decision,
        move: async (client) => {
          const approved = await store.approve(client, changeId, click.actor.userId, terms);
          if (approved?.state === 'approved') await addJob(client, 'apply', { changeId });
          return approved;
        },
      };
    });
  }

  /** @param reason why not, for whoever asked */
  async reject(changeId: string, click: Click, reason: string): Promise<Decided> {
    const { store, rights } = this.#options;
    const why = keptReason(reason);
    if (why === undefined) throw noReason('reject it');
    return this.#decide(changeId, click, async (change) => ({
      decision: (await rights.reject(click.actor, change)).decision,
      move: async (client) => {
        const rejected = await store.reject(client, changeId, click.actor.userId, why);
        if (rejected) await tellEnding(client, changeId);
        return rejected;
      },
    }));
  }

  /** Also what cannot be read: nobody could decide it, and it holds its input. */
  cancel(changeId: string, click: Click): Promise<Decided<Outline>> {
    const { pool, store } = this.#options;
    const judge: Judge<Outline> = async (change) => ({
      decision: await this.#mayCancel(click.actor, change),
      move: async (client) => {
        if (!(await store.cancel(client, changeId, click.actor.userId))) return undefined;
        await tellEnding(client, changeId);
        return outlineOf(client, changeId);
      },
    });
    const find = (): Promise<Outline | undefined> =>
      this.#find(changeId).catch((error: unknown) => {
        if (error instanceof Unreadable) return outlineOf(pool, changeId);
        throw error;
      });
    return this.#decideOn({ changeId, find, fromAnywhere: true }, click, judge);
  }

  /**
   * Break-glass: applies it without the approvals that it lacks, and has everybody told.
   * @throws KnownError `bad_value` with `fields` keyed `reason`, `name`
   */
  async applyAlone(changeId: string, click: Click, { reason, typedName }: Emergency): Promise<Decided> {
    const { store } = this.#options;
    const why = keptReason(reason) ?? '';
    return this.#decide(changeId, click, async (change) => {
      const { terms, decision } = await this.#mayApplyAlone(click, change);
      if (decision.permitted) mustBeEmergency(change.inputName, why, isNameOf(change, typedName));
      return {
        decision,
        move: async (client) => {
          const approved = await store.applyAlone(client, changeId, click.actor.userId, {
            reason: why,
            terms,
          });
          if (!approved) return undefined;
          await addJob(client, 'apply', { changeId });
          await addJob(client, 'alarm', { changeId });
          return approved;
        },
      };
    });
  }

  /** May this person do so, as far as is known before they fill in a form? */
  async may(what: 'reject' | 'applyAlone', changeId: string, click: Click): Promise<Decided> {
    const change = await this.#findOpen(changeId, () => this.#find(changeId));
    if (!change) return unknownChange();
    const refusal = whyNotHere(change, click);
    if (refusal !== undefined) return { decided: false, why: refusal, change };
    const judged: Judged =
      what === 'reject'
        ? await this.#options.rights.reject(click.actor, change)
        : await this.#mayApplyAlone(click, change);
    return judged.decision.permitted
      ? { decided: true, change }
      : { decided: false, why: judged.decision.reason, change };
  }

  #find(changeId: string): Promise<Change | undefined> {
    return this.#options.store.find(this.#options.pool, changeId);
  }

  /** The row, closed if its time is over: then that is what whoever clicks is told, and nobody fills in a form for it. */
  async #findOpen<Row extends Outline>(
    changeId: string,
    find: () => Promise<Row | undefined>,
  ): Promise<Row | undefined> {
    const change = await find();
    const hasLapsed = change?.state === 'pending' && change.expiresAt.getTime() <= Date.now();
    return hasLapsed && (await this.#options.expire(changeId)) ? find() : change;
  }

  #decide(changeId: string, click: Click, judge: Judge<Change>): Promise<Decided> {
    return this.#decideOn({ changeId, find: () => this.#find(changeId), fromAnywhere: false }, click, judge);
  }

  async #decideOn<Row extends Outline>(
    { changeId, find, fromAnywhere }: Decidable<Row>,
    click: Click,
    judge: Judge<Row>,
  ): Promise<Decided<Row>> {
    const { pool, expire } = this.#options;
    const { userId } = click.actor;
    const asked = await this.#findOpen(changeId, find);
    if (!asked) return unknownChange();
    const refused = (why: string, change: Row = asked): Decided<Row> => ({ decided: false, why, change });
    const refusal = whyNotHere(asked, click, fromAnywhere);
    if (refusal !== undefined) return refused(refusal);
    const { decision, move } = await judge(asked);
    if (!decision.permitted) return refused(decision.reason);
    const moved = await transaction(pool, async (client) => {
      const change = await move(client);
      if (change) await addJob(client, 'card', { changeId }, new Date(Date.now() + CARD_BACKUP_MS));
      return change;
    });
    if (moved) return { decided: true, change: moved };
    await expire(changeId);
    const now = (await find()) ?? asked;
    return refused(whyUndecided(now, userId), now);
  }

  /** Of an emergency others have to hear, in the channel of its card: that is where a click counts, unless it is in direct messages. */
  async #mayApplyAlone({ actor, channelId }: Click, change: Change): Promise<Judged> {
    const judged = await this.#options.rights.applyAlone(actor, change);
    return judged.decision.permitted && isDirect(channelId) ? { ...judged, decision: aloneUnseen() } : judged;
  }

  /** A change that cannot be read, or whose card nobody else can see, is in others' way: who could approve it may be rid of it. */
  async #mayCancel(actor: Actor, change: Change | Outline): Promise<Decision> {
    const { rights } = this.#options;
    const own = mayCancel(actor, change);
    if (own.permitted) return own;
    if (!isRead(change)) return (await rights.approveUnread(actor, change)).decision;
    return isUnseen(change) ? (await rights.approve(actor, change)).decision : own;
  }
}

/** A click from another workspace is told nothing of what became of it; one from another channel is. */
function whyNotHere(change: Outline, click: Click, fromAnywhere = false): string | undefined {
  const away = elsewhere(change, click, fromAnywhere);
  const isOpen = change.state === 'pending';
  return isOpen || click.teamId !== change.teamId ? away : whyUndecided(change, click.actor.userId);
}

function isRead(change: Change | Outline): change is Change {
  return 'operation' in change;
}

/** Invisible characters and the forms of accented letters are not what somebody is asked to look at. */
function isNameOf({ inputId, inputName }: Change, typed: string): boolean {
  const plain = (text: string) => text.normalize('NFC').trim();
  return [inputId, inputName].some((name) => plain(name) === plain(typed));
}
