import { z } from 'zod';
import { renderCommand, renderHelp } from '../blocks/help.ts';
import { renderButtonHelp } from '../blocks/help-buttons.ts';
import { defineCommand } from './router/define.ts';
import { findCommand } from './router/find-command.ts';
import { shownUsage } from './router/usage-line.ts';

export const help = defineCommand({
  verb: 'help',
  also: ['h', '?', 'man', 'usage'],
  usage: 'help [<command...>]',
  summary: 'Show what can be typed, or more of one command',
  args: z.object({ command: z.string().optional() }),
  action: 'help',
  run: async ({ args, commands, services }) => {
    const message =
      args.command === undefined
        ? renderHelp(commands.map(withShownUsage), services.accountLabel)
        : (renderButtonHelp(args.command) ??
          renderCommand(withShownUsage(findCommand(args.command.split(/\s+/), commands))));
    return { kind: 'message', to: 'asker', message };
  },
});

const withShownUsage = <Row extends { usage: string }>(row: Row) => ({
  ...row,
  usage: shownUsage(row.usage),
});
