import { z } from 'zod';
import { renderHistory } from '../blocks/history.ts';
import { placeFrom, type Turn } from '../src/domain/history.ts';
import { code } from '../src/domain/mrkdwn.ts';
import { counted, formatNumber } from '../src/domain/stats.ts';
import { KnownError } from '../src/errors.ts';
import type { HistoryFile } from '../src/services/history.ts';
import { defineCommand } from './router/define.ts';

const Args = z.object({
  input: z.string().optional(),
  json: z.literal(true).optional(),
  before: z.string().optional(),
  after: z.string().optional(),
});
type Args = z.infer<typeof Args>;

export const history = defineCommand({
  verb: 'history',
  also: ['log', 'changes', 'audit'],
  usage: 'history [<input>] [--json] [[--before <place>]] [[--after <place>]]',
  summary: 'Show what was asked for, by whom, who approved it and how it ended, of one input or of all',
  examples: ['history', 'history orders_db', 'history orders_db --json'],
  details:
    'Also of inputs that are deleted, by their names. Ended changes are kept for as long as the server says; the audit trail keeps them for good.',
  args: Args,
  action: 'read',
  run: async ({ args, actor, services }) => {
    const turn = turnOf(args);
    const name = args.input === undefined ? undefined : await services.history.nameOf(args.input);
    if (args.json) {
      const file = await services.history.file(name);
      return {
        kind: 'file',
        file: { name: 'history.json', content: file.content },
        comment: commentOn(file, name),
      };
    }
    const page = await services.history.page(name, turn);
    // In private: a page names some twenty people, and each would be notified.
    return { kind: 'message', to: 'asker', message: renderHistory(page, name, actor.userId) };
  },
});

function turnOf({ before, after }: Args): Turn | undefined {
  const typed = before ?? after;
  if (typed === undefined) return undefined;
  const from = placeFrom(typed);
  if (!from) {
    throw new KnownError(
      'bad_arguments',
      `${code(typed)} is no place in the history. Leave it out to see the newest.`,
    );
  }
  return { to: before === undefined ? 'newer' : 'older', from };
}

function commentOn({ count, isWhole }: HistoryFile, inputName: string | undefined): string {
  const of = inputName === undefined ? 'all inputs' : code(inputName);
  const what = isWhole
    ? `${counted(count, 'change')} of ${of}`
    : `The newest ${formatNumber(count)} changes of ${of}; there are more`;
  return `${what}. Secrets are masked.`;
}
