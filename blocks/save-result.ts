import type { KnownBlock, SectionBlock } from '@slack/types';
import { code, cutUnits } from '../src/domain/mrkdwn.ts';
import type { Failed, Save, SaveProgress, Shared } from '../src/domain/save.ts';
import { counted, formatNumber } from '../src/domain/stats.ts';
import { context, section } from './elements.ts';
import { maskedInShared } from './sample-text.ts';
import { incomplete, span } from './save-progress.ts';

/** What came of a save. */

const MOST_FAILED = 10;
/** Slack limits what all blocks hold together. */
const MOST_INPUTS = 3;
const REASON_LIMIT = 200;

export function resultFields(
  { requestedAt, closedAt, fileCount = 0 }: Save,
  { done, total, failedCount, empty }: SaveProgress,
): SectionBlock[] {
  const saved = done - failedCount;
  const seconds = ((closedAt ?? requestedAt).getTime() - requestedAt.getTime()) / 1_000;
  const fields = [
    ['Events', saved === total ? formatNumber(total) : `${formatNumber(saved)} of ${formatNumber(total)}`],
    ['Without samples', formatNumber(empty)],
    ['Files', formatNumber(fileCount)],
    ['Took', span(seconds)],
  ];
  return [
    {
      type: 'section',
      fields: fields.map(([name, value]) => ({ type: 'mrkdwn', text: `*${name}*\n${value}` })),
    },
  ];
}

/** Each of the first that failed with its reason. */
export function failedLines({ failed, failedCount, failedInputs }: SaveProgress): KnownBlock[] {
  return [
    ...(failedCount > 0
      ? [namedLines(`${counted(failedCount, 'event')} failed`, failed.slice(0, MOST_FAILED), failedCount)]
      : []),
    ...(failedInputs
      ? [
          namedLines(
            incomplete(failedInputs.count),
            failedInputs.first.slice(0, MOST_INPUTS),
            failedInputs.count,
          ),
        ]
      : []),
  ];
}

function namedLines(title: string, first: readonly Failed[], count: number): SectionBlock {
  const lines = first.map(({ name, why }) => `• ${code(name)}: ${cutUnits(why, REASON_LIMIT)}`);
  const left = count - lines.length;
  const more = left > 0 ? [`and ${formatNumber(left)} more`] : [];
  return section([`*${title}*`, ...lines, ...more].join('\n'));
}

/**
 * Where the files are, for whoever looks for them in Slack or on the server.
 * @param savedIsMasked are files masked already when they are saved?
 */
export function sharedLines(
  { of, shared, progress }: Save,
  { savedIsMasked }: { readonly savedIsMasked: boolean },
): KnownBlock[] {
  const names =
    of.type === 'all' ? '`event_….json` and `input_….json`' : '`event_….json`, and one `input_….json`';
  const read =
    of.type === 'all'
      ? code('/alooma samples saved event <name>')
      : `${code('/alooma samples saved event <name>')}, or all with ${code('/alooma samples saved input <name>')}`;
  const saved = `The saved files are called ${names}, in the folder that \`SAMPLES_DIR\` names on the server. Read one with ${read}.`;
  const isSeen = shared?.how === 'attached' || shared?.how === 'uncertain';
  return [
    ...(shared ? [section(whereIs(shared))] : []),
    ...(isSeen ? [context(maskedInShared(shared.masked, savedIsMasked))] : []),
    ...(shared && shared.leftOut.length > 0 ? [context(leftOutOf(shared))] : []),
    context(saved),
    ...(progress && progress.failedCount > 0 ? [context(FAILED_BEFORE)] : []),
  ];
}

const FAILED_BEFORE =
  'Of an event that failed, the file of its input holds what was saved of it before, where anything was.';
const REMAINS = 'The saved files are there all the same.';

function whereIs({ how, fileName, why }: Shared): string {
  const name = code(fileName);
  switch (how) {
    case 'attached':
      return `:paperclip: ${name} is in the thread.`;
    case 'uncertain':
      return `:warning: ${name} may be in the thread: Slack has taken it, and did not say whether it has shared it. ${REMAINS}`;
    case 'broken':
      return `:warning: ${name} is not in the thread: it could not be made. ${why === undefined ? '' : `${cutUnits(why, REASON_LIMIT)} `}${REMAINS}`;
    default:
      return `:warning: ${name} is not in the thread: ${WHY_NOT[how]}. ${REMAINS}`;
  }
}

const WHY_NOT = {
  refused: 'Slack refused it',
  unavailable: 'Slack does not take files right now',
} as const;

function leftOutOf({ leftOut, leftOutMore = 0 }: Shared): string {
  const names = leftOut.map((name) => code(name)).join(', ');
  const more = leftOutMore > 0 ? ` and ${formatNumber(leftOutMore)} more` : '';
  return `Could not be masked, and so left out as a whole or in part: ${names}${more}.`;
}
