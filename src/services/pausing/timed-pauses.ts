import type { ChangeStore } from '../../db/changes.ts';
import { addJob } from '../../db/jobs.ts';
import { type Pool, transaction } from '../../db/pool.ts';
import { extendTimer, type RunningPause, runningPauseOf } from '../../db/timed-pauses.ts';
import { type Change, questionOf } from '../../domain/change.ts';
import { code, slackDate } from '../../domain/mrkdwn.ts';
import { isAtOnce } from '../../domain/policy/terms.ts';
import { keptReason } from '../../domain/reason.ts';
import { whyNotRunning } from '../../domain/timed-pause.ts';
import { CARD_BACKUP_MS } from '../asking/entering.ts';
import { elsewhere, reasonOwed, unknownChange } from '../change-refusals.ts';
import type { Changes } from '../changes.ts';
import type { Click, Decided } from '../deciding/deciding.ts';
import type { Rights } from '../rights.ts';
import { heldBy } from './held.ts';
import { inBounds, type PlannedTimer, readWanted, refused, type Wanted } from './wanted.ts';

export type { PlannedTimer, Wanted } from './wanted.ts';

export interface TimedPausesOptions {
  readonly pool: Pool;
  readonly store: ChangeStore;
  readonly rights: Rights;
  readonly changes: Changes;
  /** The time zone of a person; nothing where nobody can say. */
  readonly timeZone: (userId: string) => Promise<string | undefined>;
}

/** What people do with pauses that end by themselves. What is done with them when nobody is there is in `looking.ts`. */
export class TimedPauses {
  readonly #options: TimedPausesOptions;

  constructor(options: TimedPausesOptions) {
    this.#options = options;
  }

  /** @throws KnownError `bad_value` with `fields` keyed `for`, `until` */
  read(wanted: Wanted, userId: string): Promise<PlannedTimer | undefined> {
    return readWanted(wanted, () => this.#options.timeZone(userId));
  }

  /** The pause that an input is in, where that ends by itself. */
  runningOf(inputId: string): Promise<RunningPause | undefined> {
    return runningPauseOf(this.#options.pool, inputId);
  }

  /** Whose pause an input is in that this person's, with an end, would take over. @returns a sentence, or nothing */
  heldBy(inputId: string, userId: string): Promise<string | undefined> {
    return heldBy(this.#options.pool, inputId, userId);
  }

  /** Does it run still, and is this where its card is? */
  async running(changeId: string, click: Click): Promise<Decided> {
    const change = await this.#options.store.find(this.#options.pool, changeId);
    if (!change) return unknownChange();
    const why = elsewhere(change, click) ?? whyNotRunning(change);
    return why === undefined ? { decided: true, change } : { decided: false, why, change };
  }

  /** May this person make it longer? Whoever may pause may. */
  async mayExtend(changeId: string, click: Click): Promise<Decided> {
    const found = await this.running(changeId, click);
    if (!found.decided) return found;
    const { decision } = await this.#options.rights.ask(click.actor, questionOf(found.change));
    return decision.permitted ? found : { decided: false, why: decision.reason, change: found.change };
  }

  /**
   * Makes it longer; where the policy asks for approvals to pause, asks for a pause that takes its place.
   * @param wanted how much longer, or until when; and why
   * @param seen until when it lasted where this was asked for
   * @returns the change whose card says so: the pause itself, or the new one
   * @throws KnownError `bad_value` with `fields` keyed `for`, `until`; `reason_owed`; and what `Changes.ask` throws
   */
  async extend(
    changeId: string,
    click: Click,
    wanted: Wanted & { reason?: string | undefined },
    seen: Date,
  ): Promise<Decided> {
    const { rights, changes, store, pool } = this.#options;
    const may = await this.mayExtend(changeId, click);
    if (!may.decided) return may;
    const { change } = may;
    const until = laterThan(seen, await this.read(wanted, click.actor.userId));
    const { terms } = await rights.ask(click.actor, questionOf(change));
    if (!isAtOnce(terms)) {
      const { inputId: id, inputName: name, inputType: type } = change;
      const plan = {
        input: { id, name, type: type ?? '' },
        operation: { kind: 'pause' },
        timer: { until },
      } as const;
      return {
        decided: true,
        change: await changes.ask(plan, { ...click, reason: wanted.reason, extends: changeId }),
      };
    }
    const reason = keptReason(wanted.reason);
    if (terms.reason && reason === undefined) {
      throw reasonOwed(await rights.reasonRules(questionOf(change)), 'pause');
    }
    const isExtended = await transaction(pool, async (client) => {
      const by = click.actor.userId;
      if (!(await extendTimer(client, changeId, { seen, until, by, reason }))) return false;
      await addJob(client, 'card', { changeId }, new Date(Date.now() + CARD_BACKUP_MS));
      return true;
    });
    const now = (await store.find(pool, changeId)) ?? change;
    return isExtended
      ? { decided: true, change: now }
      : { decided: false, why: whyNotExtended(now, seen), change: now };
  }
}

/** @throws KnownError `bad_value` */
function laterThan(seen: Date, wanted: PlannedTimer | undefined): Date {
  if (!wanted) throw refused('for', 'Say for how much longer, or until when.');
  const until = 'for' in wanted ? new Date(seen.getTime() + wanted.for) : wanted.until;
  if (until <= seen) {
    throw refused(
      'until',
      `It lasts until ${slackDate(seen)} as it is. To end it sooner, press *Resume now*.`,
    );
  }
  inBounds('for' in wanted ? 'for' : 'until', until.getTime() - Date.now());
  return until;
}

function whyNotExtended(change: Change, seen: Date): string {
  const ended = whyNotRunning(change);
  if (ended !== undefined) return ended;
  const until = change.timer?.until;
  if (until?.getTime() === seen.getTime()) {
    return `Another pause or resume of ${code(change.inputName)} is on its way, so this one was not made longer.`;
  }
  return `Somebody has made it longer meanwhile${until ? `: it lasts until ${slackDate(until)}` : ''}. Press *Extend* again if that is not enough.`;
}
