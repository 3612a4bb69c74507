import { structuredPatch } from 'diff';
import { comparable } from './document.ts';
import { printJson } from './json.ts';
import { formatPath, type KeyPathChange, keyPathChanges } from './keypaths.ts';
import { redactBoth } from './secrets.ts';

/** What a change does to an input, ready to be shown: secrets are masked in all of it. */
export interface Preview {
  /** A unified diff with three lines of context, without file headers, one string a line. */
  readonly diff: readonly string[];
  readonly changes: readonly KeyPathChange[];
}

const CONTEXT_LINES = 3;
/**
 * Past these the line diff is given up for the list of changed keys: on all-changed documents its cost grows with the
 * square of the lines, and it runs on the thread that answers Slack.
 */
const MAX_EDIT_LENGTH = 1_000;
const MAX_MILLISECONDS = 30;

/** @param before @param after two JSON texts of one input; only name, type and configuration are compared */
export function preview(before: string, after: string): Preview {
  const shown = redactBoth(comparable(before), comparable(after));
  const changes = keyPathChanges(shown.before, shown.after);
  return { diff: unifiedDiff(shown.before, shown.after) ?? changes.flatMap(keyedLines), changes };
}

function unifiedDiff(before: unknown, after: unknown): string[] | undefined {
  const patch = structuredPatch('before', 'after', pretty(before), pretty(after), '', '', {
    context: CONTEXT_LINES,
    maxEditLength: MAX_EDIT_LENGTH,
    timeout: MAX_MILLISECONDS,
  });
  return patch?.hunks.flatMap((hunk) => [
    `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
    ...hunk.lines,
  ]);
}

/** A line end at the end keeps `diff` from remarking that there is none. */
function pretty(value: unknown): string {
  return `${printJson(value)}\n`;
}

function keyedLines({ path, before, after }: KeyPathChange): string[] {
  const line = (sign: string, value: unknown) =>
    value === undefined ? [] : [`${sign} ${formatPath(path)}: ${printJson(value, 0)}`];
  return [...line('-', before), ...line('+', after)];
}
