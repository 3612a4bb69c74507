import type { Command } from '../../commands/router/define.ts';

/** What README.md has between `<!-- commands -->` and `<!-- /commands -->`: a row for each verb, as help shows them. */
export function commandTable(commands: readonly Pick<Command, 'usage' | 'summary'>[]): string {
  const rows = commands.map(({ usage, summary }) => `| \`/alooma ${usage}\` | ${summary} |`);
  return ['| Command | What it does |', '| --- | --- |', ...rows].join('\n');
}
