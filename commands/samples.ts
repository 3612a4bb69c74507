import { z } from 'zod';
import type { Other } from '../blocks/samples.ts';
import { quote, quoteBehindVerb } from '../src/domain/command-words.ts';
import { code } from '../src/domain/mrkdwn.ts';
import { fileNamesFor } from '../src/domain/sample-names.ts';
import { type Tally, tallyOf } from '../src/domain/sample-tally.ts';
import { KnownError } from '../src/errors.ts';
import { PipelineError } from '../src/services/pipeline.ts';
import type { Samples } from '../src/services/samples.ts';
import { defineCommand } from './router/define.ts';
import { whereTo } from './samples/answer.ts';
import { chosenIn } from './samples/chosen.ts';
import { giveList } from './samples/give-list.ts';

const flag = z.literal(true).optional();

export const samples = defineCommand({
  verb: 'samples',
  also: ['sample', 'examples', 'view-samples'],
  usage: 'samples <event> [<all|index>] [--status <code>] [--private] [--public]',
  summary:
    'Show the samples of an event, all or one by its index, with how many there are by status; all of them as a JSON file',
  examples: [
    'samples public.orders',
    'samples public.orders 0 --private',
    'samples "web/page view" --status DISCARDED,UNMAPPED',
    'samples "save"',
  ],
  details:
    'Alooma keeps at most ten samples of an event. They are counted from 0. Secrets, card numbers and the like are masked in what is shown and in the thread’s file. `--private` sends both to your direct messages, `--public` to the channel. An event that is called like a command goes in quotes.',
  args: z.object({
    event: z.string(),
    'all|index': z.string().optional(),
    status: z.string().optional(),
    private: flag,
    public: flag,
  }),
  action: 'samples',
  run: async ({ args: { event, 'all|index': typed, status, ...flags }, services }) => {
    const [to, chosen] = [whereTo(flags, services), chosenIn(typed)];
    const statuses = statusesIn(status);
    const [list, about] = await Promise.all([
      services.samples.getSamplesForEventFromAloomaApi(event, statuses),
      countsOf(event, services.samples),
    ]);
    const counts = new Map([...about.counts].filter(([code]) => isWanted(code, statuses)));
    const tally = tallyOf(list.samples, counts);
    return giveList({
      list,
      chosen,
      name: event,
      fileName: fileNameFor(event, statuses),
      to,
      services,
      said: {
        of: code(event),
        event,
        ...(statuses.length > 0 && {
          about: ` with status ${statuses.map((one) => code(one, 40)).join(' or ')}`,
        }),
        tally,
        meanings: about.meanings,
        notes: about.notes,
        // What is saved is never narrowed: whoever looks at some of them would save others.
        ...(statuses.length === 0 && { save: `samples save event ${quote(event)}` }),
        others: statuses.length === 0 ? othersOf(event, tally) : [],
      },
    });
  },
});

/** Alooma gives the newest samples: there may well be some of a status that none of those has. */
function othersOf(event: string, tally: readonly Tally[]): Other[] {
  return tally
    .filter(({ samples, events = 0 }) => samples === 0 && events > 0)
    .map(({ status }) => ({
      status,
      command: `samples ${quoteBehindVerb(event)} --status ${quote(status)}`,
    }));
}

const MOST_STATUSES = 20;

/** @throws KnownError `bad_arguments` for none, and for more than anybody can mean */
function statusesIn(typed: string | undefined): string[] {
  if (typed === undefined) return [];
  const codes = typed
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (codes.length > 0 && codes.length <= MOST_STATUSES) return [...new Set(codes)];
  throw new KnownError(
    'bad_arguments',
    `Behind \`--status\` goes a status, or several with commas between them, at most ${MOST_STATUSES}.`,
  );
}

function isWanted(status: string, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((one) => one.toLowerCase() === status.toLowerCase());
}

/** The documented name of the event's file, with what it was narrowed by: it is not all of the event's samples then. */
function fileNameFor(event: string, statuses: readonly string[]): string {
  const [name = 'samples.json'] = fileNamesFor('event', [event, ...statuses].join('-'));
  return name;
}

interface Counts {
  readonly counts: ReadonlyMap<string, number>;
  readonly meanings: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

/** What is good to know beside the samples, which are shown without it where the pipeline does not say it. */
async function countsOf(event: string, samples: Samples): Promise<Counts> {
  try {
    const [counts, meanings] = await Promise.all([samples.countSamples(), samples.listStatuses()]);
    return { counts: counts.get(event) ?? new Map(), meanings, notes: [] };
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    const notes = ['How many events ended with which status could not be read.'];
    return { counts: new Map(), meanings: new Map(), notes };
  }
}
