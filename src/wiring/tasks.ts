import { renderAlarm, renderAlarmToApprover } from '../../blocks/alarm.ts';
import { renderReminder } from '../../blocks/reminder.ts';
import { renderSave } from '../../blocks/save.ts';
import { renderShortage } from '../../blocks/shortage.ts';
import { renderOutcome } from '../../blocks/told.ts';
import type { Config } from '../config.ts';
import { alarmedOf, noteAlarmed } from '../db/alarms.ts';
import { noteAttached } from '../db/cards.ts';
import { addJob } from '../db/jobs.ts';
import { relativesOf } from '../db/relatives.ts';
import type { Passing, Save } from '../domain/save.ts';
import { createAlarmTask } from '../jobs/alarm.ts';
import { createApplyTask } from '../jobs/apply.ts';
import { createAttachTask } from '../jobs/attach.ts';
import { createCardTask } from '../jobs/card.ts';
import { createExpireTask } from '../jobs/expire.ts';
import { createForgetTask } from '../jobs/forget.ts';
import { createRemindTask } from '../jobs/remind.ts';
import { createSaveTask } from '../jobs/save.ts';
import { createShowSaveTask } from '../jobs/show-save.ts';
import { createTaskList } from '../jobs/tasks.ts';
import { createTellTask } from '../jobs/tell.ts';
import { createTermsTask } from '../jobs/terms.ts';
import { createTimedPauseTask } from '../jobs/timed-pause.ts';
import type { Logger } from '../log.ts';
import { Applying } from '../services/applying/applying.ts';
import { createRenew } from '../services/applying/renewing.ts';
import { keepAllTermsAnew } from '../services/deciding/terms-anew.ts';
import { Looking } from '../services/pausing/looking.ts';
import { Reminding } from '../services/reminding.ts';
import { createFindStuck } from '../services/shortages.ts';
import type { Parts } from './parts.ts';

const DAY_MS = 86_400_000;

/** What the worker does, by the names of the jobs. */
export function createTasks(parts: Parts, config: Config, logger: Logger) {
  const { pool, store, pipeline, messenger, jobChanges: changes, previews, cards, isDiffCut } = parts;
  const { files, redact, changeSaved, sealer } = parts;
  const applying = new Applying({
    pool,
    store,
    pipeline,
    rights: parts.rights,
    settleAfter: config.settleAfter,
    renew: createRenew({
      ...{ pipeline, previews, rights: parts.rights, changeTtl: config.changeTtl },
      actorOf: (userId) => parts.people.actor(userId),
      find: (changeId) => store.find(pool, changeId),
    }),
    remindAfter: config.remindAfter,
    undoFor: config.undoDays * DAY_MS,
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
      tell: createTellTask({
        ...{ changes, previews, messenger },
        render: renderOutcome,
        renderStuck: ({ change, shortage }) => renderShortage(change, shortage),
        askedAnew: async (change) => (await relativesOf(pool, change)).replacedBy?.id,
        findStuck: createFindStuck({ changes, rights: parts.rights, logger }),
      }),
      expire: createExpireTask(changes),
      remind: createRemindTask({
        reminding: new Reminding(pool, changes, parts.rights),
        messenger,
        render: (change) => renderReminder(change, config.accountLabel),
        logger,
      }),
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
      timed_pause: createTimedPauseTask(
        new Looking({ pool, store, pipeline, changeTtl: config.changeTtl, remindAfter: config.remindAfter }),
        (changeId, at) => addJob(pool, 'timed_pause', { changeId }, at),
        cards,
        logger,
      ),
      forget: createForgetTask(parts.forgetting),
      terms: createTermsTask((signal) => keepAllTermsAnew({ pool, sealer, rights: parts.rights }, signal)),
    },
    logger,
  );
}
