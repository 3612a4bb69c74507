import { quote } from './command-words.ts';
import { code } from './mrkdwn.ts';

/**
 * Tables as people write them: `table`, or `table=update_indicator`, one a word in a command and one a line in a form.
 * Double quotes around the name take all that is in them as the name, so that it may hold spaces and `=`.
 */

export interface TypedTable {
  readonly table: string;
  /** Absent where none was written. */
  readonly indicator?: string;
}

export type TypedTables = { readonly tables: readonly TypedTable[] } | { readonly fault: string };

const QUOTED = String.raw`"(?<quoted>(?:[^"\\]|\\.)+)"`;
/** In a command an indicator with spaces goes in quotes too; on a line it ends where the line does. */
const WORD = new RegExp(
  String.raw`\s*(?:${QUOTED}|(?<bare>[^\s="][^\s=]*))(?:=(?:"(?<quotedIndicator>(?:[^"\\]|\\.)*)"|(?<indicator>[^\s"]\S*)?))?(?=\s|$)`,
  'uy',
);
const LINE = new RegExp(
  String.raw`^\s*(?:${QUOTED}|(?<bare>[^\s="](?:[^=]*[^\s=])?))\s*(?:=\s*(?<indicator>.*?))?\s*$`,
  'u',
);

/** @param text what stands behind the input in a command, with its quotes */
export function tablesInWords(text: string): TypedTables {
  const entries: TypedTables[] = [];
  WORD.lastIndex = 0;
  while (WORD.lastIndex < text.trimEnd().length) {
    const from = WORD.lastIndex;
    const match = WORD.exec(text);
    entries.push(match ? tableIn(match) : unreadable(text.slice(from).trim()));
    if (!match) break;
  }
  return together(entries);
}

/** @param text what stands in a form */
export function tablesInLines(text: string): TypedTables {
  const lines = text.split(/\r\n?|\n/).filter((line) => line.trim() !== '');
  return together(
    lines.map((line) => {
      const match = LINE.exec(line.replace(/[“”„‟]/g, '"'));
      return match ? tableIn(match) : unreadable(line.trim());
    }),
  );
}

/** The tables as they are written in a command. */
export function wordsOf(
  tables: readonly { readonly table: string; readonly indicator?: string | undefined }[],
): string {
  return tables
    .map(({ table, indicator }) => {
      const name = /=|,$/.test(table) ? quoted(table) : quote(table);
      return indicator ? `${name}=${quote(indicator)}` : name;
    })
    .join(' ');
}

/** The tables as they are written in a form. */
export function linesOf(tables: readonly TypedTable[]): string {
  return tables
    .map(({ table, indicator }) => {
      const isPlain = /^[^\s="“”„‟](?:[^=]*[^\s=])?(?<!,)$/u.test(table);
      const name = isPlain ? table : quoted(table);
      return indicator === undefined ? name : `${name}=${indicator}`;
    })
    .join('\n');
}

function tableIn({ 0: whole, groups = {} }: RegExpExecArray): TypedTables {
  const { quoted, bare = '' } = groups;
  const table = unescaped(quoted) ?? bare;
  const indicator = unescaped(groups.quotedIndicator) ?? groups.indicator;
  const hasEqualsSign = whole.trim().length > (quoted === undefined ? bare.length : quoted.length + 2);
  if (hasEqualsSign && !indicator)
    return { fault: `Behind ${code(`${table}=`)} the update indicator is missing.` };
  if (/,$/.test(indicator ?? (quoted === undefined ? bare : '')))
    return {
      fault: `${code(whole.trim())} ends with a comma. Tables stand one behind the other in a command, and one a line in the form.`,
    };
  return { tables: [{ table, ...(indicator !== undefined && { indicator }) }] };
}

function quoted(text: string): string {
  return `"${text.replace(/(["\\])/g, '\\$1')}"`;
}

function unescaped(text: string | undefined): string | undefined {
  return text?.replace(/\\(["\\])/g, '$1');
}

function unreadable(text: string): TypedTables {
  return {
    fault: `I cannot read ${code(text)}. Write ${code('table')} or ${code('table=update_indicator')}; a name with spaces or ${code('=')} goes in double quotes.`,
  };
}

function together(entries: readonly TypedTables[]): TypedTables {
  const fault = entries.find((entry) => 'fault' in entry);
  return fault ?? { tables: entries.flatMap((entry) => ('tables' in entry ? entry.tables : [])) };
}
