import type { KnownBlock, TableBlock } from '@slack/types';
import { oneLine } from '../src/domain/mrkdwn.ts';
import { preformatted, shortenUnits } from './elements.ts';

/**
 * A table block, and the same as preformatted text for a workspace that does not have such blocks yet. Slack takes one
 * table a message, of 100 rows and 10,000 characters; whoever makes one chooses rows and widths so that it always fits.
 */
export interface Column {
  readonly heading: string;
  /** The most characters of a cell, in UTF-16 units, as Slack's limits count; half as many as preformatted text. */
  readonly longest: number;
  readonly align?: 'right';
  /** Its cells take several lines where they are long; those of other columns are kept on one. */
  readonly isWrapped?: boolean;
}

export type Cells = readonly (string | undefined)[];

/** What is shown where there is nothing: Slack refuses an empty cell. */
const NOTHING = '–';

export function table(columns: readonly Column[], rows: readonly Cells[]): TableBlock {
  return {
    type: 'table',
    rows: [columns.map(({ heading }) => heading), ...rows.map((cells) => cut(cells, columns, 1))].map(
      (cells) => cells.map((text) => ({ type: 'raw_text', text })),
    ),
    column_settings: columns.map(({ align, isWrapped = false }) => ({
      align: align ?? 'left',
      is_wrapped: isWrapped,
    })),
  };
}

/** The rows one a line, the columns below one another. */
export function plainTable(columns: readonly Column[], rows: readonly Cells[]): KnownBlock {
  const lines = [columns.map(({ heading }) => heading), ...rows.map((cells) => cut(cells, columns, 0.5))];
  const widths = columns.map((_, at) => Math.max(...lines.map((cells) => widthOf(cells[at]))));
  return preformatted(
    lines.map((cells) =>
      cells
        .map((text, at) => pad(text, widths[at] ?? 0, columns[at]?.align))
        .join('  ')
        .trimEnd(),
    ),
  );
}

function cut(cells: Cells, columns: readonly Column[], share: number): string[] {
  return columns.map(({ longest }, at) => shortenUnits(oneLine(cells[at] ?? '') || NOTHING, longest * share));
}

function pad(text: string, width: number, align: 'right' | undefined): string {
  const spaces = ' '.repeat(width - widthOf(text));
  return align === 'right' ? spaces + text : text + spaces;
}

function widthOf(text = ''): number {
  return [...text].length;
}
