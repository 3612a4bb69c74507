import type { InputFacts } from '../src/domain/input.ts';
import { code } from '../src/domain/mrkdwn.ts';
import type { Page } from '../src/domain/pages.ts';
import { counted } from '../src/domain/stats.ts';
import type { TableEntry } from '../src/domain/tables.ts';
import { type Listing, renderListing } from './listing.ts';
import type { Column } from './table.ts';

/** Times the widths below, this stays under the 10,000 characters that Slack takes in a table. */
export const TABLES_A_PAGE = 40;

const COLUMNS: readonly Column[] = [
  { heading: 'Table', longest: 140, isWrapped: true },
  { heading: 'Update indicator', longest: 80, isWrapped: true },
];

/**
 * The tables of a database input. Source: `Inputs.list_tables`.
 * @param part what the tables were narrowed by, if they were
 * @param command the line that gives them, for the buttons to other pages
 */
export function renderTables(
  input: Pick<InputFacts, 'name'>,
  page: Page<TableEntry>,
  part: string | undefined,
  command: string,
): Listing {
  const holding = part === undefined ? '' : ` with ${code(part)} in the name`;
  return renderListing(
    `${code(input.name)} has ${counted(page.total, 'table')}${holding}`,
    COLUMNS,
    page,
    command,
  );
}
