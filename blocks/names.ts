import { quotedWithComma } from '../src/domain/inputs-view.ts';
import type { Message } from '../src/domain/message.ts';
import { bold, code, oneLine, shorten } from '../src/domain/mrkdwn.ts';
import { counted, formatNumber } from '../src/domain/stats.ts';
import { context, cutLines, preformatted, section } from './elements.ts';

const NAMES_LIMIT = 7_000;
const NAME_LIMIT = 200;

export interface NamesOptions {
  /** What the names were narrowed by, if they were. */
  readonly part?: string | undefined;
  /** As `'name',`, to be put into a query. */
  readonly quoted?: boolean | undefined;
}

/** The names of inputs, one a line. Source: `Inputs.list_inputs`. */
export function renderNames(names: readonly string[], { part, quoted }: NamesOptions = {}): Message {
  const holding = part === undefined ? '' : ` with ${code(part)} in the name`;
  const what = `${counted(names.length, 'input')}${holding}`;
  if (names.length === 0) return { text: `${what}.`, blocks: [section(`${what}.`)] };
  // What is quoted is copied: it is not shortened, nor are its spaces made to be seen.
  const { lines, left } = quoted
    ? cutLines(names.map(quotedWithComma), NAMES_LIMIT, NAMES_LIMIT)
    : cutLines(names.map(plainLine), NAMES_LIMIT);
  const rest =
    left > 0
      ? [
          context(
            `${formatNumber(left)} more: narrow the list with ${code('/alooma list <part>')}, or take all as a file with ${code('/alooma inputs --json')}.`,
          ),
        ]
      : [];
  return { text: `${what}.`, blocks: [section(bold(what)), preformatted(lines), ...rest] };
}

function plainLine(name: string): string {
  return shorten(oneLine(name) || '(no name)', NAME_LIMIT);
}
