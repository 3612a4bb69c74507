import { renderAlarm, renderAlarmToApprover } from '../../blocks/alarm.ts';
import { renderSave } from '../../blocks/save.ts';
import { renderOutcome } from '../../blocks/told.ts';
import type { Config } from '../config.ts';
import { alarmedOf, noteAlarmed } from '../db/alarms.ts';
import { noteAttached } from '../db/cards.ts';
import { addJob } from '../db/jobs.ts';
import type { Passing, Save } from '../domain/save.ts';
import { createAlarmTask } from '../jobs/alarm.ts';
import { createApplyTask } from '../jobs/apply.ts';
import { createAttachTask } from '../jobs/attach.ts';
import { createCardTask } from '../jobs/card.ts';
import { createExpireTask } from '../jobs/expire.ts';
import { createSaveTask } from '../jobs/save.ts';
import { createShowSaveTask } from '../jobs/show-save.ts';
import { createTaskList } from '../jobs/tasks.ts';
import { createTellTask } from '../jobs/tell.ts';
import type { Logger } from '../log.ts';
import { Applying } from '../services/applying/applying.ts';
import type { Parts } from './parts.ts';

/** What the worker does, by the names of the jobs. */
export function createTasks(parts: Parts, config: Config, logger: Logger) {
  const { pool, store, pipeline, messenger, changes, previews, cards, isDiffCut } = parts;
  const { files, redact, changeSaved } = parts;
  const applying = new Applying({
    pool,
    store,
    pipeline,
    rights: parts.rights,
    settleAfter: config.settleAfter,
  });
  const view = { accountLabel: config.accountLabel, savedIsMasked: config.samples.redactSaved };
  const showSave = (save: Save, passing?: Passing) => renderSave(save, { ...view, ...passing });
  return createTaskList(
    {
      save: createSaveTask({
        pool,
        pipeline,
        files,
        concurrency: config.alooma.concurrency,
        ...(changeSaved && { change: changeSaved }),
        redact,
        messenger,
        render: showSave,
        logger,
      }),
      show_save: createShowSaveTask(pool, messenger, showSave, logger),
      apply: createApplyTask(applying, (changeId, at) => addJob(pool, 'apply', { changeId }, at), logger),
      card: createCardTask(cards),
      attach: createAttachTask({
        changes,
        previews,
        messenger,
        cards,
        isDiffCut,
        noteAttached: (changeId, ts) => noteAttached(pool, changeId, ts),
        logger,
      }),
      tell: createTellTask(changes, previews, messenger, renderOutcome),
      expire: createExpireTask(changes),
      remind: async () => undefined,
      alarm: createAlarmTask({
        changes,
        people: parts.people,
        messenger,
        renderToChannel: (change) => renderAlarm(change, config.accountLabel),
        renderToApprover: (change) => renderAlarmToApprover(change, config.accountLabel),
        alarmedOf: (changeId) => alarmedOf(pool, changeId),
        noteAlarmed: (changeId, recipientId) => noteAlarmed(pool, changeId, recipientId),
        logger,
      }),
      timed_pause: async () => undefined,
      forget: async () => undefined,
    },
    logger,
  );
}
