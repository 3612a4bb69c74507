import { z } from 'zod';
import { MASKED_BEFORE } from '../blocks/sample-text.ts';
import { code, slackDate } from '../src/domain/mrkdwn.ts';
import { SampleFileType } from '../src/domain/sample.ts';
import { tallyOf } from '../src/domain/sample-tally.ts';
import { KnownError } from '../src/errors.ts';
import { defineCommand } from './router/define.ts';
import { whereTo } from './samples/answer.ts';
import { chosenIn } from './samples/chosen.ts';
import { giveList } from './samples/give-list.ts';

const flag = z.literal(true).optional();

export const samplesSaved = defineCommand({
  verb: 'samples saved',
  usage: 'samples saved <event|input> <name> [<all|index>] [--private] [--public]',
  summary: 'Show the samples that were saved of an event, or of all events of an input, and when that was',
  examples: ['samples saved event public.orders', 'samples saved input orders_db 0'],
  details:
    'These are the files that `/alooma samples save` has written: Alooma is not asked. Secrets, card numbers and the like are masked in what is shown and in the thread’s file, whatever the saved file holds.',
  args: z.object({
    'event|input': z.string(),
    name: z.string(),
    'all|index': z.string().optional(),
    private: flag,
    public: flag,
  }),
  action: 'samples',
  run: async ({ args: { 'event|input': kind, name, 'all|index': typed, ...flags }, services }) => {
    const [to, chosen, type] = [whereTo(flags, services), chosenIn(typed), typeIn(kind)];
    const file = await services.samples.findSavedSampleFile(type, name);
    const list = await services.samples.getSamplesFromFile(file.path);
    return giveList({
      list,
      chosen,
      name,
      fileName: file.fileName,
      to,
      services,
      said: {
        of: `${type === 'input' ? 'input ' : ''}${code(name)}`,
        ...(type === 'event' && { event: name }),
        about: `${list.samples.length === 0 ? ' in its file' : ''}, saved ${slackDate(file.writtenAt)}`,
        tally: tallyOf(list.samples),
        notes: services.savedIsMasked ? [MASKED_BEFORE] : [],
      },
    });
  },
});

function typeIn(typed: string): SampleFileType {
  const { data } = SampleFileType.safeParse(typed.toLowerCase());
  if (data) return data;
  throw new KnownError(
    'bad_arguments',
    `Samples are saved by \`event\` or by \`input\`, and ${code(typed)} is neither. Put that word before the name.`,
  );
}
