import type { ClientState } from '../../slack/client-api.ts';

export type SlashCommand = ClientState['commands'][number];

/** The commands to offer for what is typed: those that it begins, or the one that it already names. */
export function offersFor(text: string, commands: readonly SlashCommand[]): SlashCommand[] {
  if (!text.startsWith('/')) return [];
  const [typed = ''] = text.split(/\s/, 1);
  const isWhole = typed.length < text.length;
  return commands.filter(({ command }) => (isWhole ? command === typed : command.startsWith(typed)));
}

/** The text after completing to `offer`, or `undefined` when the command is already typed out. */
export function completion(text: string, offer: SlashCommand | undefined): string | undefined {
  if (!offer || text === offer.command || text.startsWith(`${offer.command} `)) return undefined;
  return `${offer.command} `;
}
