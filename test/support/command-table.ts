import type { Command } from '../../commands/router/define.ts';
import { shownUsage } from '../../commands/router/usage-line.ts';

/** What README.md has between `<!-- commands -->` and `<!-- /commands -->`: a row for each verb, as help shows them. */
export function commandTable(commands: readonly Pick<Command, 'usage' | 'summary'>[]): string {
  const rows = commands.map(
    ({ usage, summary }) => `| \`/alooma ${inCell(shownUsage(usage))}\` | ${summary} |`,
  );
  return ['| Command | What it does |', '| --- | --- |', ...rows].join('\n');
}

/** A bar ends a cell, also within code. */
function inCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
