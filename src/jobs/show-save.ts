import type { Pool } from '../db/pool.ts';
import { findSave } from '../db/saves.ts';
import type { Message } from '../domain/message.ts';
import type { Save } from '../domain/save.ts';
import { describeError, type Logger } from '../log.ts';
import { SlackFailure } from '../slack/failure.ts';
import type { Messenger } from '../slack/messenger.ts';
import type { SaveTask } from './tasks.ts';

/** Says on a save's message how it ended, for as long as Slack may still take it. */
export function createShowSaveTask(
  pool: Pool,
  messenger: Messenger,
  render: (save: Save) => Message,
  logger: Logger,
): SaveTask {
  return async ({ saveId }) => {
    const save = await findSave(pool, saveId);
    if (!save) return;
    try {
      await messenger.update(save.message, render(save));
    } catch (error) {
      if (!(error instanceof SlackFailure) || error.fault === 'unavailable') throw error;
      logger.warn({ saveId, error: describeError(error) }, 'How a save ended cannot be shown');
    }
  };
}
