import type { KnownBlock } from '@slack/types';
import type { Change } from '../src/domain/change.ts';
import type { Preview } from '../src/domain/diff.ts';
import { formatPath } from '../src/domain/keypaths.ts';
import { code, oneLine } from '../src/domain/mrkdwn.ts';
import type { Operation } from '../src/domain/operation.ts';
import { redactText } from '../src/domain/secrets.ts';
import { counted, formatNumber } from '../src/domain/stats.ts';
import { isSaidInFull, summaryLine } from '../src/domain/summary.ts';
import { section } from './elements.ts';

/** What somebody who decides on a change has to know of it before they read its diff. */

const MOST_LINES = 12;
const MOST_NAMES = 12;
/** Characters: Slack counts what is escaped as well, so that twelve lines may be too long. */
const LINES_LIMIT = 2_500;

export function factBlocks({ operation, inputName }: Change, preview: Preview): KnownBlock[] {
  switch (operation.kind) {
    case 'delete':
      return [section(lossOf(operation, preview))];
    case 'create':
      return [section(originOf(operation, preview))];
    default:
      return [
        ...(isSaidInFull({ operation, inputName }, preview) ? [] : changeBlocks(preview)),
        ...profileBlocks(operation),
      ];
  }
}

/** One line for each place that changes, as far as there is room. */
function changeBlocks({ changes }: Preview): KnownBlock[] {
  const lines: string[] = [];
  let used = 0;
  for (const change of changes.slice(0, MOST_LINES)) {
    const line = `• ${summaryLine(change)}`;
    used += line.length + 1;
    if (used > LINES_LIMIT) break;
    lines.push(line);
  }
  if (lines.length < changes.length) lines.push(`and ${formatNumber(changes.length - lines.length)} more`);
  return lines.length > 0 ? [section(lines.join('\n'))] : [];
}

function profileBlocks(operation: Operation): KnownBlock[] {
  const profile = 'profile' in operation ? operation.profile : undefined;
  return profile === undefined ? [] : [section(`Credentials come from the profile ${code(profile)}.`)];
}

function lossOf({ events }: Extract<Operation, { kind: 'delete' }>, preview: Preview): string {
  return [
    `:warning: *This cannot be undone.* Lost are the input, which is ${kindOf(preview)}, and the configuration below.`,
    eventsOf(events),
  ].join('\n');
}

function eventsOf(events: readonly string[] | undefined): string {
  if (!events) return 'Which event types come from it could not be read.';
  if (events.length === 0) return 'No event type comes from it.';
  const comes = events.length === 1 ? 'comes' : 'come';
  return `${counted(events.length, 'event type')} ${comes} from it and would get no more data: ${named(events)}.`;
}

function originOf(
  { copiedFrom, edits, profile }: Extract<Operation, { kind: 'create' }>,
  preview: Preview,
): string {
  const source = code(copiedFrom.name);
  const own = named(edits.map(({ path }) => redactText(formatPath(path))));
  const isOwn = edits.some(({ secret }) => secret !== undefined);
  const credentials = profile === undefined ? `those of ${source}` : `from the profile ${code(profile)}`;
  return [
    `A copy of ${source}, ${kindOf(preview)}${own ? `, but for ${own}` : ''}.`,
    profile === undefined && isOwn
      ? 'Its credentials were entered for it.'
      : `Its credentials are ${credentials}.`,
  ].join('\n');
}

/** `of type `ODBC` with 12 tables`. */
function kindOf({ type, tables }: Preview): string {
  return `of type ${code(type ?? 'unknown')}${tables === undefined ? '' : ` with ${counted(tables, 'table')}`}`;
}

function named(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => code(oneLine(name), 60));
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
