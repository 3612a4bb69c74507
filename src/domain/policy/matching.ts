import { globOf, keysOfGlob } from './globs.ts';
import type { Matching, PolicyAction } from './policy.ts';

/** Keys below `configuration`, the outermost first; none for all of it. */
export type Path = readonly string[];

/** What a rule is held against: one place of one input. */
export interface Place {
  readonly action: PolicyAction;
  /** Absent where it is not known, and for what is about no one input. */
  readonly inputName: string | undefined;
  readonly inputType: string | undefined;
  /** Absent where no field is changed. */
  readonly path: Path | undefined;
  readonly channelId: string;
}

/**
 * `partly` where a rule may be meant: it is about a part of what is changed, or about something that is not known. Such
 * a rule counts, and so does the next one that matches.
 */
export type Answer = 'yes' | 'partly' | 'no';

export function matches(rule: Matching, place: Place): Answer {
  const { inputs, types, fields, channels } = rule;
  if (isReading(place.action) && (inputs ?? types ?? fields)) return 'no';
  return every([
    actionMatches(rule.actions, place),
    channels === undefined || channels.includes(channelOf(place.channelId)) ? 'yes' : 'no',
    nameMatches(inputs, place.inputName),
    nameMatches(types, place.inputType),
    fieldMatches(fields, place.path),
  ]);
}

/** Reading and samples are about no one input. */
export function isReading(action: PolicyAction): boolean {
  return action === 'read' || action === 'samples';
}

/** How the policy calls a channel: direct messages have an id for each person. */
export function channelOf(channelId: string): string {
  return channelId.startsWith('D') ? 'direct' : channelId;
}

/** What an edit of a field can do as well as another command. */
const ALSO_DONE_BY_EDIT: ReadonlyMap<string, readonly PolicyAction[]> = new Map([
  ['tables', ['add_tables']],
  ['auto_map', ['auto_map']],
  ['parameters', ['template', 'parameter']],
]);

function actionMatches(actions: readonly PolicyAction[] | undefined, { action, path }: Place): Answer {
  if (actions === undefined || actions.includes(action)) return 'yes';
  if (action !== 'edit' || path === undefined) return 'no';
  const field = path[0]?.split('.')[0];
  const also = [...ALSO_DONE_BY_EDIT].flatMap(([place, done]) =>
    field === undefined || field === place ? done : [],
  );
  return also.some((done) => actions.includes(done)) ? 'partly' : 'no';
}

function nameMatches(globs: readonly string[] | undefined, name: string | undefined): Answer {
  if (globs === undefined) return 'yes';
  if (name === undefined) return 'partly';
  return globs.some((glob) => globOf(glob).test(name)) ? 'yes' : 'no';
}

function fieldMatches(globs: readonly string[] | undefined, path: Path | undefined): Answer {
  if (globs === undefined) return 'yes';
  if (path === undefined) return 'no';
  return best(globs.map((glob) => keysMatch(keysOfGlob(glob), path)));
}

/**
 * `ssh` is about everything below it. Where all of `ssh` is changed, a rule about `ssh.password` is partly meant. A key
 * with dots may be meant as several, and a place of a list by what it holds: both partly, since neither is sure.
 */
function keysMatch([glob, ...globs]: readonly string[], [key, ...keys]: Path): Answer {
  if (glob === undefined) return 'yes';
  if (key === undefined) return 'partly';
  const rest = keysMatch(globs, keys);
  const asWritten = globOf(glob).test(key) ? rest : 'no';
  const asPlace = isPlace(glob) === isPlace(key) ? 'no' : unsure(rest);
  const asSeveral = key.includes('.')
    ? unsure(keysMatch([glob, ...globs], [...key.split('.'), ...keys]))
    : 'no';
  return best([asWritten, asPlace, asSeveral]);
}

const isPlace = (key: string) => /^\d+$/.test(key);
const unsure = (answer: Answer): Answer => (answer === 'yes' ? 'partly' : answer);

function every(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('partly') ? 'partly' : 'yes';
}

function best(answers: readonly Answer[]): Answer {
  if (answers.includes('yes')) return 'yes';
  return answers.includes('partly') ? 'partly' : 'no';
}
