import type { Pool } from '../../db/pool.ts';
import { relativesOf } from '../../db/relatives.ts';
import { type Change, questionOf } from '../../domain/change.ts';
import { code } from '../../domain/mrkdwn.ts';
import { plainText } from '../../domain/plain-text.ts';
import { KnownError } from '../../errors.ts';
import { elsewhere, unknownChange } from '../change-refusals.ts';
import type { Changes, Click } from '../changes.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Rights } from '../rights.ts';
import { planUndo } from './undo-plan.ts';
import { whyNotUndone, whyUndoneAlready } from './undo-refusals.ts';

export interface UndoingOptions {
  readonly pool: Pool;
  readonly pipeline: Pipeline;
  readonly rights: Rights;
  readonly changes: Changes;
}

/** Taking back what was applied: a change like any other, which is previewed and approved by itself. */
export class Undoing {
  readonly #options: UndoingOptions;

  constructor(options: UndoingOptions) {
    this.#options = options;
  }

  /**
   * Asks for the opposite of an applied change.
   * @returns the change that was asked for
   * @throws KnownError that says why not: its time is over, it was undone, the input has moved on in the same place, or
   *   whatever `Changes.ask` refuses
   */
  async undo(changeId: string, click: Click): Promise<Change> {
    const { pipeline, changes } = this.#options;
    const change = await changes.find(changeId);
    if (!change) throw new KnownError('change_not_found', unknownChange().why);
    const away = elsewhere(change, click);
    if (away !== undefined) throw new KnownError('not_permitted', away);
    await this.#mustBePermitted(change, click);
    await this.#mustNotBeUndone(change);
    const why = whyNotUndone(change, new Date());
    if (why !== undefined) throw new KnownError('out_of_date', why);
    const input = await pipeline.readInput(change.inputId);
    if (!input) throw new KnownError('unknown_input', `${code(change.inputName)} no longer exists.`);
    const plan = await planUndo(change, input);
    const reasonIfOwed = `It takes back: ${plainText(change.summary)}`;
    try {
      return await changes.ask(plan, { ...click, reasonIfOwed, undoes: changeId });
    } catch (error) {
      // Somebody else may have been quicker while the input was read.
      await this.#mustNotBeUndone(change);
      throw error;
    }
  }

  async #mustNotBeUndone(change: Change): Promise<void> {
    const { undoneBy } = await relativesOf(this.#options.pool, change);
    const why = undoneBy && whyUndoneAlready(undoneBy);
    if (why !== undefined) throw new KnownError('out_of_date', why);
  }

  /** Before anything is said of the input: what has moved on is told in the refusal. */
  async #mustBePermitted(change: Change, { actor, channelId }: Click): Promise<void> {
    const question = { ...questionOf({ ...change, channelId }), action: 'edit' as const };
    const { decision } = await this.#options.rights.ask(actor, question);
    if (!decision.permitted) throw new KnownError('not_permitted', `${decision.reason} Nothing was changed.`);
  }
}
