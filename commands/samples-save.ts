import { z } from 'zod';
import { renderSave } from '../blocks/save.ts';
import { renderSavedEvent } from '../blocks/saved-event.ts';
import { code } from '../src/domain/mrkdwn.ts';
import { didYouMean, nearest } from '../src/domain/nearest.ts';
import { printSamplesSteps } from '../src/domain/printed-samples.ts';
import type { SaveOf } from '../src/domain/save.ts';
import { KnownError } from '../src/errors.ts';
import { inSlices } from '../src/services/in-slices.ts';
import { type CommandContext, defineCommand, type PostAnswer } from './router/define.ts';
import { type Where, whereTo } from './samples/answer.ts';
import { fileOf, isShareable, tooLarge } from './samples/give-list.ts';

const flag = z.literal(true).optional();
const Args = z.object({
  'event|input|all': z.string(),
  name: z.string().optional(),
  private: flag,
  public: flag,
});
type Args = z.infer<typeof Args>;

export const samplesSave = defineCommand({
  verb: 'samples save',
  also: ['save-samples'],
  usage: 'samples save <event|input|all> [<name>] [--private] [--public]',
  summary:
    'Save the samples of an event, of all events of an input, or of everything, as files; and share them',
  examples: [
    'samples save event public.orders',
    'samples save input orders_db',
    'samples save all --private',
  ],
  details:
    'The files are kept on the server as the pipeline gives them, one for each event and one for each input; `samples saved` reads them. What is put into the thread is masked: the file of the event or the input, or a zip of all files. An input, or everything, is saved in the background: the message shows how far it is, *Stop* ends it and keeps what is there, and a restart of the bot goes on where it was.',
  args: Args,
  action: 'samples',
  run: async (context) => {
    const { args, services } = context;
    const to = whereTo(args, services);
    const what = whatToSave(args);
    return what.type === 'event' ? saveEvent(what.name, to, context) : beginSave(what, to, context);
  },
});

/** At once: it is one call to the pipeline. */
async function saveEvent(
  name: string,
  to: Where,
  { services: { samples, redaction, savedIsMasked } }: CommandContext<Args>,
): Promise<PostAnswer> {
  const [file] = await samples.saveAloomaSamplesToFiles({ eventName: name });
  if (!file) throw new Error('Nothing was saved of an event');
  const list = await samples.getSamplesFromFile(file.path);
  const saved = { name, fileName: file.fileName, count: list.samples.length, savedIsMasked };
  if (saved.count === 0) return { kind: 'post', to, message: renderSavedEvent(saved, []) };
  if (!isShareable(list)) return { kind: 'post', to, message: renderSavedEvent(saved, [], tooLarge(list)) };
  const printed = await inSlices(printSamplesSteps(list, redaction));
  return {
    kind: 'post',
    to,
    message: renderSavedEvent(saved, printed.masked),
    file: await fileOf(file.fileName, printed),
    fileRemains: 'The saved file is there all the same.',
  };
}

/** In the background: the message is kept up to date from there. */
async function beginSave(
  of: SaveOf,
  to: Where,
  { actor, services: { samples, saves, accountLabel, savedIsMasked } }: CommandContext<Args>,
): Promise<PostAnswer> {
  const known = of.type === 'input' ? await inputWithEvents(of.name, samples) : of;
  const { save, lacksWorker, begin } = await saves.prepare({ of: known, actor });
  const message = renderSave(save, { accountLabel, savedIsMasked, lacksWorker });
  return { kind: 'post', to, message, onPosted: begin };
}

/** @returns the input by the name that its events say @throws KnownError `unknown_input`, `no_samples` */
async function inputWithEvents(
  typed: string,
  samples: CommandContext<Args>['services']['samples'],
): Promise<SaveOf> {
  const [event] = await samples.listEvents(typed);
  if (event) return { type: 'input', name: event.inputName ?? typed };
  throw new KnownError(
    'no_samples',
    `No event comes from ${code(typed)}, so there is nothing to save. Nothing was begun.`,
  );
}

const KINDS = ['event', 'input', 'all'] as const;
type What = SaveOf | { readonly type: 'event'; readonly name: string };

/** @throws KnownError `bad_arguments` */
function whatToSave({ 'event|input|all': typed, name }: Args): What {
  const type = KINDS.find((kind) => kind === typed.toLowerCase());
  if (!type) {
    const hint = didYouMean(nearest(typed, KINDS, 1));
    throw badArguments(
      `${code(typed)} is nothing that can be saved.${hint ? ` ${hint}` : ''} It is ${code('event <name>')}, ${code('input <name>')} or ${code('all')}.`,
    );
  }
  if (type === 'all' && name !== undefined) {
    throw badArguments(
      `${code('all')} stands for every event, and takes no name: leave ${code(name)} out, or say ${code('event')} or ${code('input')}.`,
    );
  }
  if (type === 'all') return { type };
  if (name === undefined) {
    throw badArguments(`Behind ${code(type)} goes its name: ${code(`/alooma samples save ${type} <name>`)}.`);
  }
  return { type, name };
}

function badArguments(sentence: string): KnownError {
  return new KnownError('bad_arguments', `${sentence} Nothing was saved.`);
}
