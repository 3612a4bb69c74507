import type { Button, KnownBlock } from '@slack/types';
import type { Message } from '../src/domain/message.ts';
import { bold } from '../src/domain/mrkdwn.ts';
import type { Page } from '../src/domain/pages.ts';
import { formatNumber } from '../src/domain/stats.ts';
import { actions, button, context, section, VALUE_LIMIT } from './elements.ts';
import { ACTION } from './ids.ts';
import { type Cells, type Column, plainTable, table } from './table.ts';

/** A page of a list as a table, and for a workspace that does not have such blocks yet. */
export interface Listing {
  readonly message: Message;
  readonly plain: Message;
}

/**
 * @param what what is listed, in mrkdwn: `10 inputs`
 * @param command the line that gives the list, for the buttons to its other pages
 */
export function renderListing(
  what: string,
  columns: readonly Column[],
  page: Page<Cells>,
  command: string,
): Listing {
  const text = `${what}.`;
  if (page.total === 0) {
    const none = { text, blocks: [section(text)] };
    return { message: none, plain: none };
  }
  const around = (shown: KnownBlock) => [section(bold(what)), shown, ...turning(page, command)];
  return {
    message: { text, blocks: around(table(columns, page.items)) },
    plain: { text, blocks: around(plainTable(columns, page.items)) },
  };
}

/** Which page this is and the way to the others; nothing where one page holds all. */
function turning({ number, last, from, items, total }: Page<unknown>, command: string): KnownBlock[] {
  if (last === 0) return [];
  const [first, end] = [from, from + items.length - 1].map(formatNumber);
  const turns = [
    ...(number > 0 ? [turn('Previous', 0, command, number - 1)] : []),
    ...(number < last ? [turn('Next', 1, command, number + 1)] : []),
  ].filter(({ value = '' }) => value.length <= VALUE_LIMIT);
  return [
    context(`Rows ${first} to ${end} of ${formatNumber(total)}, counted from 0`),
    ...(turns.length > 0 ? [actions(...turns)] : []),
  ];
}

function turn(label: string, place: number, command: string, page: number): Button {
  return button(label, `${ACTION.page}:${place}`, `${command} --page ${page}`);
}
