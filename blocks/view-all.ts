import type { KnownBlock } from '@slack/types';
import type { Change } from '../src/domain/change.ts';
import type { Groups } from '../src/domain/groups.ts';
import type { Modal } from '../src/domain/message.ts';
import { bold } from '../src/domain/mrkdwn.ts';
import { formatNumber } from '../src/domain/stats.ts';
import { summarise } from '../src/domain/summary.ts';
import { actions, button, context, preformatted, section } from './elements.ts';
import { ACTION, FORM } from './ids.ts';
import { linesOf, pagesOf, type Share } from './view-all-pages.ts';

/** All of a change by key path: what differs first, since that is what one looks for, and whole. */

const TITLE = 'View all';
const BLOCK_LIMIT = 2_900;

const GROUPS = [
  { key: 'changed', title: 'Changed' },
  { key: 'removed', title: 'Removed' },
  { key: 'added', title: 'Added' },
  { key: 'matching', title: 'Matching' },
] as const satisfies readonly { key: keyof Groups; title: string }[];

/** @param page counted from 0; one that is beyond the last is the last */
export function renderViewAll(change: Change, groups: Groups, page: number): Modal {
  const pages = pagesOf(GROUPS.map(({ key }) => groups[key]));
  const last = pages.length - 1;
  const current = Math.min(page, last);
  const shares = pages[current] ?? [];
  return {
    id: FORM.viewAll,
    title: TITLE,
    metadata: change.id,
    blocks: [
      section(`${bold(summarise(change, undefined))}\n${countsOf(groups)}`),
      ...GROUPS.flatMap(({ key, title }, at) => {
        const shown = shares.filter(({ group }) => group === at);
        return shown.length > 0 ? groupBlocks(title, shown, groups[key].length) : [];
      }),
      ...pageBlocks(current, last),
    ],
  };
}

function countsOf(groups: Groups): string {
  return GROUPS.map(({ key, title }) => `${formatNumber(groups[key].length)} ${title.toLowerCase()}`).join(
    ' · ',
  );
}

/** @param count of the whole group */
function groupBlocks(title: string, shares: readonly Share[], count: number): KnownBlock[] {
  const entries = new Set(shares.map(({ entry }) => entry)).size;
  const number =
    entries === count ? formatNumber(count) : `${formatNumber(entries)} of ${formatNumber(count)}`;
  return [section(`*${title}*: ${number}`), ...lineBlocks(shares.flatMap(linesOf))];
}

/** As many lines a block as it takes. */
function lineBlocks(lines: readonly string[]): KnownBlock[] {
  const blocks: string[][] = [[]];
  let used = 0;
  for (const line of lines) {
    if (used + line.length + 1 > BLOCK_LIMIT) {
      blocks.push([]);
      used = 0;
    }
    blocks.at(-1)?.push(line);
    used += line.length + 1;
  }
  return blocks.filter((block) => block.length > 0).map(preformatted);
}

function pageBlocks(page: number, last: number): KnownBlock[] {
  if (last <= 0) return [];
  const buttons = [
    ...(page > 0 ? [button('Previous', `${ACTION.viewPage}:previous`, String(page - 1))] : []),
    ...(page < last ? [button('Next', `${ACTION.viewPage}:next`, String(page + 1))] : []),
  ];
  return [context(`Page ${page} of 0 to ${last}`), actions(...buttons)];
}
