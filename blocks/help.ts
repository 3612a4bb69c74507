import type { Message } from '../src/domain/message.ts';
import { escapeMrkdwn } from '../src/domain/mrkdwn.ts';
import { context, section } from './elements.ts';

export interface CommandHelp {
  readonly usage: string;
  readonly summary: string;
  readonly examples?: readonly string[];
  /** In mrkdwn. */
  readonly details?: string;
}

export interface HelpRow extends CommandHelp {
  readonly verb: string;
}

/** One section takes 3,000 characters. */
const SECTION_ROOM = 2_900;

/** @param rows what the registry holds, in its order */
export function renderHelp(rows: readonly HelpRow[], accountLabel: string): Message {
  const entries = rows.map(({ usage, summary }) => `${line(usage)}\n${escapeMrkdwn(summary)}`);
  return {
    text: `The commands are ${rows.map(({ verb }) => verb).join(', ')}.`,
    blocks: [
      ...together(entries).map(section),
      context(
        `Account \`${escapeMrkdwn(accountLabel)}\`. A name with spaces goes in quotes. What changes something is applied once it has the approvals that the policy asks for: as a rule none to pause or resume, one or more by others for everything else. \`/alooma policy\` tells. ${line('help <command>')} tells more of one.`,
      ),
    ],
  };
}

/** One command, with what can be typed for example. */
export function renderCommand({ usage, summary, examples = [], details }: CommandHelp): Message {
  const shown = examples.length > 0 ? [section(['For example', ...examples.map(line)].join('\n'))] : [];
  return {
    text: `${line(usage)}: ${escapeMrkdwn(summary)}`,
    blocks: [
      section(`${line(usage)}\n${escapeMrkdwn(summary)}`),
      ...(details ? [section(details)] : []),
      ...shown,
    ],
  };
}

function line(command: string): string {
  return `\`/alooma ${escapeMrkdwn(command)}\``;
}

/** As many entries in one text as it has room for. */
function together(entries: readonly string[]): string[] {
  const texts: string[] = [];
  for (const entry of entries) {
    const longer = `${texts.at(-1)}\n\n${entry}`;
    if (texts.length === 0 || longer.length > SECTION_ROOM) texts.push(entry);
    else texts[texts.length - 1] = longer;
  }
  return texts;
}
