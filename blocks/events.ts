import { code } from '../src/domain/mrkdwn.ts';
import type { Page } from '../src/domain/pages.ts';
import { counted, formatNumber } from '../src/domain/stats.ts';
import { type Listing, renderListing } from './listing.ts';
import type { Column } from './table.ts';

/** Times the widths below, this stays under the 10,000 characters that Slack takes in a table. */
export const EVENTS_A_PAGE = 30;

const COLUMNS: readonly Column[] = [
  { heading: 'Event', longest: 150, isWrapped: true },
  { heading: 'Input', longest: 100, isWrapped: true },
  { heading: 'State', longest: 30 },
  { heading: 'Events', longest: 20, align: 'right' },
];

export interface EventRow {
  readonly name: string;
  readonly inputName: string | undefined;
  readonly state: string | undefined;
  /** How many events of that type there were; absent where that is not known. */
  readonly count: number | undefined;
}

/**
 * Event types as a table. Source: `Events.list_events`.
 * @param input the input that they were narrowed by, if they were
 * @param command the line that gives them, for the buttons to other pages
 */
export function renderEvents(page: Page<EventRow>, input: string | undefined, command: string): Listing {
  const cells = page.items.map(({ name, inputName, state, count }) => [
    name,
    inputName,
    state,
    count === undefined ? undefined : formatNumber(count),
  ]);
  return renderListing(whichEvents(page.total, input), COLUMNS, { ...page, items: cells }, command);
}

function whichEvents(total: number, input: string | undefined): string {
  const many = total === 0 ? 'no event types' : counted(total, 'event type');
  return input === undefined ? `The pipeline has ${many}` : `${code(input)} has ${many}`;
}
