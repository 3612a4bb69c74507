import type { KnownBlock } from '@slack/types';
import type { Change } from '../src/domain/change.ts';
import type { Entry, Groups } from '../src/domain/groups.ts';
import type { Modal } from '../src/domain/message.ts';
import { shorten } from '../src/domain/mrkdwn.ts';
import { formatNumber } from '../src/domain/stats.ts';
import { summarise } from '../src/domain/summary.ts';
import { actions, button, context, preformatted, section } from './elements.ts';
import { ACTION, FORM } from './ids.ts';

/** All of a change by key path: what differs first, since that is what one looks for. */

const TITLE = 'View all';
const ENTRIES_A_PAGE = 100;
/** Characters of a page's values: of a view, Slack takes 250 kB. */
const VALUES_A_PAGE = 50_000;
const LONGEST_PATH = 150;
const SHORTEST_CUT = 250;
const BLOCK_LIMIT = 2_900;

const GROUPS = [
  { key: 'changed', title: 'Changed' },
  { key: 'removed', title: 'Removed' },
  { key: 'added', title: 'Added' },
  { key: 'matching', title: 'Matching' },
] as const satisfies readonly { key: keyof Groups; title: string }[];

/** @param page counted from 0; one that is beyond the last is the last */
export function renderViewAll(change: Change, groups: Groups, page: number): Modal {
  const total = GROUPS.reduce((sum, { key }) => sum + groups[key].length, 0);
  const last = Math.max(0, Math.ceil(total / ENTRIES_A_PAGE) - 1);
  const current = Math.min(page, last);
  const shown = pageOf(groups, current * ENTRIES_A_PAGE);
  const longest = Math.max(SHORTEST_CUT, Math.floor(VALUES_A_PAGE / (2 * countOf(shown) || 1)));
  return {
    id: FORM.viewAll,
    title: TITLE,
    metadata: change.id,
    blocks: [
      section(`*${summarise(change, undefined)}*\n${countsOf(groups)}`),
      ...shown.flatMap(({ title, entries, count }) => [
        section(
          `*${title}*: ${entries.length === count ? formatNumber(count) : `${formatNumber(entries.length)} of ${formatNumber(count)}`}`,
        ),
        ...entryBlocks(entries, longest),
      ]),
      ...pageBlocks(current, last),
    ],
  };
}

interface Shown {
  readonly title: string;
  readonly entries: readonly Entry[];
  /** Of the whole group. */
  readonly count: number;
}

/** The entries of a page, as if the groups were one list. */
function pageOf(groups: Groups, from: number): Shown[] {
  let before = 0;
  return GROUPS.flatMap(({ key, title }) => {
    const group = groups[key];
    const entries = group.slice(Math.max(0, from - before), Math.max(0, from - before + ENTRIES_A_PAGE));
    before += group.length;
    return entries.length > 0 ? [{ title, entries, count: group.length }] : [];
  });
}

function countOf(shown: readonly Shown[]): number {
  return shown.reduce((sum, { entries }) => sum + entries.length, 0);
}

function countsOf(groups: Groups): string {
  return GROUPS.map(({ key, title }) => `${formatNumber(groups[key].length)} ${title.toLowerCase()}`).join(
    ' · ',
  );
}

/** As many entries a block as it takes. */
function entryBlocks(entries: readonly Entry[], longest: number): KnownBlock[] {
  const blocks: string[][] = [[]];
  let used = 0;
  for (const line of entries.flatMap((entry) => linesOf(entry, longest))) {
    if (used + line.length + 1 > BLOCK_LIMIT) {
      blocks.push([]);
      used = 0;
    }
    blocks.at(-1)?.push(line);
    used += line.length + 1;
  }
  return blocks.filter((lines) => lines.length > 0).map(preformatted);
}

function linesOf({ path, before, after }: Entry, longest: number): string[] {
  const place = shorten(path || '(all)', LONGEST_PATH);
  const cut = (value: string) => cutUnits(value, Math.min(longest, BLOCK_LIMIT - 10));
  if (before !== undefined && after !== undefined) return [place, `- ${cut(before)}`, `+ ${cut(after)}`];
  const value = cut(before ?? after ?? '');
  const line = `${place}: ${value}`;
  return line.length > BLOCK_LIMIT ? [place, `  ${value}`] : [line];
}

/** The beginning of a text, in UTF-16 units as Slack counts. */
function cutUnits(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function pageBlocks(page: number, last: number): KnownBlock[] {
  if (last === 0) return [];
  const buttons = [
    ...(page > 0 ? [button('Previous', `${ACTION.viewPage}:previous`, String(page - 1))] : []),
    ...(page < last ? [button('Next', `${ACTION.viewPage}:next`, String(page + 1))] : []),
  ];
  return [context(`Page ${page} of 0 to ${last}`), actions(...buttons)];
}
