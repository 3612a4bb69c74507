import type { Entry } from '../src/domain/groups.ts';
import { edge, shorten } from '../src/domain/mrkdwn.ts';

/** What stands on which page: of a view Slack takes 250 kB, and a value may be larger than that. */

const ENTRIES_A_PAGE = 100;
/** UTF-16 units, paths and values together. */
const UNITS_A_PAGE = 50_000;
const UNITS_A_SHARE = 20_000;
const UNITS_A_LINE = 2_800;
/** Characters, as the card has them: more than that no two paths need to be told apart. */
const LONGEST_PATH = 150;

/** What stands of an entry on one page: all of it, or where it is too long, one part after the other. */
export interface Share {
  /** Which of the groups the entry is of. */
  readonly group: number;
  readonly entry: Entry;
  /** Counted from 0. */
  readonly part: number;
}

/** @returns the pages, each entry of each group on them in its order; none where there are no entries */
export function pagesOf(groups: readonly (readonly Entry[])[]): Share[][] {
  const pages: Share[][] = [];
  let room = 0;
  for (const share of sharesOf(groups)) {
    const size = unitsOf(share);
    const page = pages.at(-1);
    if (page && page.length < ENTRIES_A_PAGE && size <= room) {
      page.push(share);
      room -= size;
    } else {
      pages.push([share]);
      room = UNITS_A_PAGE - size;
    }
  }
  return pages;
}

function* sharesOf(groups: readonly (readonly Entry[])[]): Generator<Share> {
  for (const [group, entries] of groups.entries()) {
    for (const entry of entries) {
      const parts = Math.max(1, Math.ceil(valueUnits(entry) / UNITS_A_SHARE));
      for (let part = 0; part < parts; part += 1) yield { group, entry, part };
    }
  }
}

function unitsOf({ entry, part }: Share): number {
  const values = Math.min(UNITS_A_SHARE, valueUnits(entry) - part * UNITS_A_SHARE);
  return values + Math.min(entry.path.length, 2 * LONGEST_PATH);
}

/** More than both values have, for their signs. */
function valueUnits({ before = '', after = '' }: Entry): number {
  return before.length + after.length + 5;
}

/** @returns the lines of what stands there; each fits into a block */
export function linesOf({ entry, part }: Share): string[] {
  const place = shorten(entry.path || '(all)', LONGEST_PATH);
  const values = valuesOf(entry);
  if (part === 0 && entryIsShort(entry)) {
    return values.includes('\n') ? [place, ...values.split('\n')] : [`${place}: ${values}`];
  }
  const from = edge(values, part * UNITS_A_SHARE);
  const shown = values.slice(from, edge(values, (part + 1) * UNITS_A_SHARE));
  return [part === 0 ? place : `${place}, continued`, ...shown.split('\n').flatMap(folded)];
}

/** Line ends within values are escaped, so the only one is that between the two. */
function valuesOf({ before, after }: Entry): string {
  return before !== undefined && after !== undefined ? `- ${before}\n+ ${after}` : (before ?? after ?? '');
}

function entryIsShort(entry: Entry): boolean {
  return valueUnits(entry) + 2 * LONGEST_PATH <= UNITS_A_LINE;
}

/** A line as several, where it is too long for a block. */
function folded(line: string): string[] {
  const lines: string[] = [];
  for (let from = 0; from < line.length; ) {
    const to = edge(line, Math.min(line.length, from + UNITS_A_LINE));
    lines.push(line.slice(from, to));
    from = to;
  }
  return lines;
}
