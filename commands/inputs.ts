import { z } from 'zod';
import { INPUTS_A_PAGE, renderInputs, whichInputs } from '../blocks/inputs.ts';
import { quote } from '../src/domain/command-words.ts';
import { inputsJsonSteps } from '../src/domain/inputs-json.ts';
import type { InputFilter } from '../src/domain/inputs-view.ts';
import { code } from '../src/domain/mrkdwn.ts';
import { pageOf } from '../src/domain/pages.ts';
import { KnownError } from '../src/errors.ts';
import { inSlices } from '../src/services/in-slices.ts';
import { defineCommand } from './router/define.ts';

const flag = z.literal(true).optional();
const Args = z.object({
  name: z.string().optional(),
  type: z.string().optional(),
  paused: flag,
  running: flag,
  json: flag,
  page: z.string().optional(),
});
type Args = z.infer<typeof Args>;

export const inputs = defineCommand({
  verb: 'inputs',
  also: ['all', 'overview', 'sources'],
  usage: 'inputs [<name>] [--type <type>] [--paused] [--running] [--json] [[--page <n>]]',
  summary: 'Show the inputs, or one, as a table with type, state and statistics; or give them as a JSON file',
  examples: ['inputs', 'inputs --type ODBC --paused', 'inputs orders_db --json'],
  args: Args,
  action: 'read',
  run: async ({ args, services }) => {
    const filter = filterOf(args);
    const found = await services.inputs.viewInputs(args.name, filter);
    const what = whichInputs(found, filter, args.name);
    if (args.json) {
      const content = await inSlices(inputsJsonSteps(found));
      return {
        kind: 'file',
        file: { name: 'inputs.json', content },
        comment: `${what}. Secrets are masked.`,
      };
    }
    const page = pageOf(found, INPUTS_A_PAGE, args.page);
    return { kind: 'message', to: 'channel', ...renderInputs(page, what, lineFor(filter)) };
  },
});

function filterOf({ name, type, paused, running }: Args): InputFilter {
  if (paused && running) {
    throw new KnownError('bad_arguments', 'An input is paused or it is running: leave one of the two out.');
  }
  if (name !== undefined && (type !== undefined || paused || running)) {
    throw new KnownError(
      'bad_arguments',
      `${code(name)} stands for one input, which nothing narrows. Leave the name out, or the rest.`,
    );
  }
  return { type, paused: paused || running ? paused === true : undefined };
}

/** The line that gives the same inputs again, for the buttons to other pages. */
function lineFor({ type, paused }: InputFilter): string {
  const state = paused ? '--paused' : '--running';
  return [
    'inputs',
    ...(type === undefined ? [] : ['--type', quote(type)]),
    ...(paused === undefined ? [] : [state]),
  ].join(' ');
}
