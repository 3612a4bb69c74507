import { z } from 'zod';
import { code } from '../src/domain/mrkdwn.ts';
import { KnownError } from '../src/errors.ts';
import { askInLine } from './forms/ask.ts';
import { defineCommand } from './router/define.ts';

const WORDS: ReadonlyMap<string, boolean> = new Map([
  ['on', true],
  ['true', true],
  ['yes', true],
  ['off', false],
  ['false', false],
  ['no', false],
]);

export const autoMap = defineCommand({
  verb: 'auto-map',
  also: ['automap', 'auto-mapping', 'mapping'],
  usage: 'auto-map <input> <on|off> [--because <reason>]',
  summary: 'Turn the auto-mapping of an input on or off; it is applied once it is approved',
  args: z.object({ input: z.string(), 'on|off': z.string(), because: z.string().optional() }),
  action: 'auto_map',
  run: async ({ args: { input, 'on|off': word, because }, ...asking }) => {
    const on = WORDS.get(word.toLowerCase());
    if (on === undefined) {
      throw new KnownError(
        'bad_arguments',
        `Auto-mapping is on or off, and ${code(word)} is neither. Nothing was changed.`,
      );
    }
    return askInLine(asking.services.inputs.changeAutoMappingMode(input, on), { because }, asking);
  },
});
