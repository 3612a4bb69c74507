import type { KnownBlock, SectionBlock } from '@slack/types';
import { code, cutUnits } from '../src/domain/mrkdwn.ts';
import type { Save, SaveProgress, Shared } from '../src/domain/save.ts';
import { counted, formatNumber } from '../src/domain/stats.ts';
import { context, section } from './elements.ts';
import { maskedSentence } from './sample-text.ts';
import { span } from './save-progress.ts';

/** What came of a save. */

const MOST_FAILED = 10;
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
export function failedLines({ failed, failedCount }: SaveProgress): KnownBlock[] {
  if (failedCount === 0) return [];
  const lines = failed
    .slice(0, MOST_FAILED)
    .map(({ name, why }) => `• ${code(name)}: ${cutUnits(why, REASON_LIMIT)}`);
  const left = failedCount - lines.length;
  const more = left > 0 ? [`and ${formatNumber(left)} more`] : [];
  return [section([`*${counted(failedCount, 'event')} failed*`, ...lines, ...more].join('\n'))];
}

/** Where the files are, for whoever looks for them in Slack or on the server. */
export function sharedLines({ of, shared }: Save): KnownBlock[] {
  const names =
    of.type === 'all' ? '`event_….json` and `input_….json`' : '`event_….json`, and one `input_….json`';
  const saved = `The saved files are called ${names}, in the folder \`SAMPLES_DIR\` of the server. Read one with ${code('/alooma samples saved event <name>')}.`;
  return [
    ...(shared ? [section(whereIs(shared))] : []),
    ...(shared?.how === 'attached'
      ? [context(maskedSentence(shared.masked) ?? 'Nothing in it had to be masked.')]
      : []),
    ...(shared && shared.leftOut.length > 0 ? [context(leftOutOf(shared))] : []),
    context(saved),
  ];
}

const WHY_NOT = {
  refused: 'Slack refused it',
  unavailable: 'Slack does not take files right now',
  broken: 'it could not be made',
} as const satisfies Record<Exclude<Shared['how'], 'attached'>, string>;

function whereIs({ how, fileName }: Shared): string {
  if (how === 'attached') return `:paperclip: ${code(fileName)} is in the thread.`;
  return `:warning: ${code(fileName)} is not in the thread: ${WHY_NOT[how]}. The saved files are there all the same.`;
}

function leftOutOf({ leftOut }: Shared): string {
  const names = leftOut.map((name) => code(name)).join(', ');
  return `Too large to be masked, and so left out: ${names}.`;
}
