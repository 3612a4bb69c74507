import type { KnownBlock } from '@slack/types';
import type { Message } from '../src/domain/message.ts';
import { bold, code, person, slackDate } from '../src/domain/mrkdwn.ts';
import { isEnded, type Passing, type Save, type SaveOf, type SaveProgress } from '../src/domain/save.ts';
import { counted } from '../src/domain/stats.ts';
import { actions, button, context, section } from './elements.ts';
import { ACTION } from './ids.ts';
import {
  barOf,
  countsOf,
  countsWithFailed,
  failedSoFar,
  paceWords,
  packingWords,
  savedOf,
} from './save-progress.ts';
import { failedLines, resultFields, sharedLines } from './save-result.ts';

export interface SaveView extends Passing {
  /** Which account it is, for people. */
  readonly accountLabel: string;
  /** Are files masked already when they are saved? */
  readonly savedIsMasked: boolean;
  /** Is there nobody to take it up? */
  readonly lacksWorker?: boolean;
}

/** The message of a save, in whatever state it is, from its row and how fast it is. */
export function renderSave(save: Save, view: SaveView): Message {
  const sentence = statusOf(save, view);
  const asked = `Asked by ${person(save.requestedBy)} ${slackDate(save.requestedAt)} for account ${code(view.accountLabel)}`;
  return {
    text: `${titleOf(save)}. ${sentence}`,
    blocks: [
      section(`${emojiOf(save)} ${bold(titleOf(save))}`),
      ...(isEnded(save) ? endBlocks(save, view, sentence) : openBlocks(save, view, sentence)),
      context(asked),
    ],
  };
}

/** @returns for example ``the samples of `orders_db` `` */
export function whatIsSaved(of: SaveOf): string {
  return of.type === 'all' ? 'the samples of all events' : `the samples of ${code(of.name)}`;
}

function titleOf({ state, of, progress }: Save): string {
  const what = whatIsSaved(of);
  switch (state) {
    case 'done':
      return progress?.failedCount
        ? `Saved ${what}, but for ${counted(progress.failedCount, 'event')}`
        : `Saved ${what}`;
    case 'stopped':
      return `Stopped saving ${what}`;
    case 'failed':
      return `Saving ${what} failed`;
    default:
      return `Saving ${what}`;
  }
}

function emojiOf({ state, progress }: Save): string {
  switch (state) {
    case 'done':
      return progress?.failedCount || progress?.failedInputs ? ':warning:' : ':white_check_mark:';
    case 'stopped':
      return ':no_entry_sign:';
    case 'failed':
      return ':x:';
    default:
      return ':hourglass_flowing_sand:';
  }
}

/** What is so now, in one or two sentences: also for those who do not see the blocks. */
function statusOf(save: Save, { lacksWorker }: SaveView): string {
  const { state, progress, stoppedBy, outcome } = save;
  if (isEnded(save)) return endOf(save);
  if (stoppedBy !== undefined) return `${person(stoppedBy)} is stopping it…`;
  if (outcome !== undefined) return outcome;
  if (state === 'starting') {
    return lacksWorker ? 'No worker is running. It begins as soon as one starts.' : 'It is about to begin…';
  }
  if (!progress) return 'Asking which events there are…';
  if (state === 'sharing') return `${savedOf(progress)}. The files are being put into the thread…`;
  return `${countsWithFailed(progress)}.`;
}

function endOf(save: Save): string {
  const { state, progress, stoppedBy, outcome = '' } = save;
  const counts = progress && countsWithFailed(progress);
  switch (state) {
    case 'done':
      if (progress?.total === 0) return 'There are no events.';
      return [...(progress ? [`${savedOf(progress)}.`] : []), ...tooLate(save), outcome].join(' ').trim();
    case 'stopped':
      return [
        ...(isThrough(progress)
          ? [
              `${person(stoppedBy ?? '')} stopped it with ${savedOf(progress)}: only the file for the thread is missing.`,
            ]
          : [
              `${person(stoppedBy ?? '')} stopped it${counts ? ` at ${counts}` : ' before it had begun'}.`,
              'What was saved until then stays, and is not put into the thread, since it is not all.',
            ]),
        'Asked for again, it begins anew.',
      ].join(' ');
    default: {
      const isSome = progress && progress.done > progress.failedCount;
      return `${outcome}${isSome ? ` It had got to ${counts}. What was saved until then stays.` : ''}`.trim();
    }
  }
}

function isThrough(progress: SaveProgress | undefined): progress is SaveProgress {
  return progress !== undefined && progress.total > 0 && progress.done === progress.total;
}

/** Whoever pressed Stop was told that its message says what came of that. */
function tooLate({ stoppedBy }: Save): string[] {
  if (stoppedBy === undefined) return [];
  return [`${person(stoppedBy)} pressed *Stop* when everything was saved and the file was on its way.`];
}

function openBlocks(save: Save, { pace, packing }: SaveView, sentence: string): KnownBlock[] {
  const { id, state, progress, stoppedBy } = save;
  const running = state === 'running' && progress && stoppedBy === undefined && save.outcome === undefined;
  return [
    section(running ? `${barOf(progress)}  ${countsOf(progress)}` : sentence),
    ...(running ? [context(paceWords(progress, pace))] : []),
    ...(state === 'sharing' && packing && stoppedBy === undefined
      ? [context(packingWords(packing, pace))]
      : []),
    ...(progress ? failedSoFar(progress) : []),
    ...(stoppedBy === undefined ? [stopButton(id)] : []),
  ];
}

function endBlocks(save: Save, view: SaveView, sentence: string): KnownBlock[] {
  const { state, progress } = save;
  const isEmpty = progress?.total === 0;
  return [
    ...(state === 'done' && progress && !isEmpty ? resultFields(save, progress) : [section(sentence)]),
    ...(state === 'done' && !isEmpty ? tooLate(save).map((late) => section(late)) : []),
    ...(state === 'done' && save.outcome !== undefined ? [section(save.outcome)] : []),
    ...(progress ? failedLines(progress) : []),
    ...(state === 'done' && !isEmpty ? sharedLines(save, view) : []),
  ];
}

/** Of one id in every drawing: somebody may press it in the message as it was a moment ago. */
function stopButton(saveId: string): KnownBlock {
  return { ...actions(button('Stop', ACTION.stopSave, saveId)), block_id: 'save' };
}
