import type { Message } from '../src/domain/message.ts';
import { escapeMrkdwn } from '../src/domain/mrkdwn.ts';
import { context, section } from './elements.ts';

export interface HelpRow {
  readonly usage: string;
  readonly summary: string;
}

/** @param rows what the registry holds, in its order */
export function renderHelp(rows: readonly HelpRow[], accountLabel: string): Message {
  const lines = rows.map(
    ({ usage, summary }) => `\`/alooma ${escapeMrkdwn(usage)}\`\n${escapeMrkdwn(summary)}`,
  );
  return {
    text: `The commands are ${rows.map(({ usage }) => usage.split(' ', 1)[0]).join(', ')}.`,
    blocks: [
      section(lines.join('\n\n')),
      context(
        `Account \`${escapeMrkdwn(accountLabel)}\`. A name with spaces goes in quotes. Pausing and resuming happen at once; an edit is applied once somebody else approves it.`,
      ),
    ],
  };
}
