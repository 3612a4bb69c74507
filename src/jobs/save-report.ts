import type { Pool } from '../db/pool.ts';
import { noteProgress, type RunOf } from '../db/saves.ts';
import type { Message } from '../domain/message.ts';
import { type Packing, type Passing, paceOf, type Save, type SaveProgress } from '../domain/save.ts';
import { describeError, type Logger } from '../log.ts';
import { SlackFailure } from '../slack/failure.ts';
import type { Messenger } from '../slack/messenger.ts';
import { every } from './every.ts';

export interface ReportOptions {
  readonly pool: Pool;
  readonly messenger: Messenger;
  readonly render: (save: Save, passing: Passing) => Message;
  readonly logger: Logger;
}

export interface Report {
  /** How far it is now. Shown when its time has come. */
  tell(progress: SaveProgress): void;
  /** How many files are in the zip now. Shown when its time has come. */
  pack(packing: Packing): void;
  /** As it is in its row now, which is shown when its time has come. */
  show(save: Save): void;
  /** Notes what was told last, and ends. Slack is not waited for. */
  end(): Promise<void>;
  /** Resolves, once it has ended, when no update is under way any more. */
  drawn(): Promise<void>;
}

/** Somebody who presses Stop waits for about this long. */
const LOOK_EVERY_MS = 650;
/** Slack takes fifty updates a minute, of all saves of all workers together. */
const DRAW_EVERY_MS = 1_300;
/** One that was held up on its way does not have the next one close behind it. */
const APART_MS = 1_000;
/** What Slack refuses for a reason of its own is not pressed upon it. */
const AFTER_FAILURE_MS = 5_000;

/**
 * Keeps a save's row and its message up to date while it runs, and looks whether it is to go on. Neither the database
 * nor Slack can make the work itself fail here.
 * @param onEnd told once that it is not to go on: somebody has stopped it, or another run has taken its place
 */
export function startReport(
  { pool, messenger, render, logger }: ReportOptions,
  { saveId, run, save: first }: RunOf & { readonly save: Save },
  onEnd: (why: 'stopped' | 'overtaken') => void,
): Report {
  const startedAt = performance.now();
  let packing: Packing | undefined;
  let packingSince = startedAt;
  let save = first;
  let underWay = 1;
  let progress: SaveProgress | undefined;
  let drawing: Promise<void> | undefined;
  let drawAt = startedAt;
  let shown = '';

  async function look(): Promise<void> {
    try {
      const seen = await noteProgress(pool, { saveId, run }, progress);
      if (!seen) return onEnd('overtaken');
      ({ save, underWay } = seen);
      if (save.stoppedBy !== undefined) onEnd('stopped');
    } catch (error) {
      logger.warn({ saveId, error: describeError(error) }, 'How far a save is could not be noted');
    }
  }

  function drawIfDue(): void {
    if (drawing || performance.now() < drawAt) return;
    const current = progress ? { ...save, progress } : save;
    const message = render(current, passing());
    const text = JSON.stringify(message);
    if (text === shown) return;
    shown = text;
    drawAt = performance.now() + DRAW_EVERY_MS * underWay;
    drawing = draw(message).finally(() => {
      drawing = undefined;
    });
  }

  function passing(): Passing {
    const now = performance.now();
    if (!packing) return { pace: progress && paceOf(progress, now - startedAt) };
    const { packed: done, files: total } = packing;
    return { packing, pace: paceOf({ total, done, reused: 0 }, now - packingSince) };
  }

  async function draw(message: Message): Promise<void> {
    try {
      await messenger.update(save.message, message, { isPassing: true });
      drawAt = Math.max(drawAt, performance.now() + APART_MS * underWay);
    } catch (error) {
      const wait = error instanceof SlackFailure ? error.retryAfter : undefined;
      drawAt = performance.now() + Math.max(wait ?? 0, AFTER_FAILURE_MS);
      shown = '';
      logger.warn({ saveId, error: describeError(error) }, 'How far a save is could not be shown');
    }
  }

  const repeating = every(LOOK_EVERY_MS, async () => {
    await look();
    drawIfDue();
  });

  return {
    tell(now) {
      progress = now;
    },
    pack(now) {
      if (!packing) packingSince = performance.now();
      packing = now;
    },
    show(now) {
      save = now;
      progress = undefined;
    },
    async end() {
      await repeating.stop();
      await look();
    },
    async drawn() {
      await drawing;
    },
  };
}
