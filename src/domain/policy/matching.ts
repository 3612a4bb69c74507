import type { Steps } from '../steps.ts';
import { type Glob, globOf, keysOfGlob } from './globs.ts';
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
  /** Is it set to something that has keys of its own, or may it be? */
  readonly isWhole?: boolean;
  readonly channelId: string;
}

/**
 * `partly` where a rule may be meant: it is about a part of what is changed, or about something that is not known. Such
 * a rule counts, and so does the next one that matches.
 */
export type Answer = 'yes' | 'partly' | 'no';

/** Does it match, as far as that is the same for all fields? A step for each glob. */
export function* mayMatch(rule: Matching, place: Omit<Place, 'path' | 'isWhole'>): Steps<Answer> {
  const { inputs, types, fields, channels } = compiled(rule);
  if (isReading(place.action) && (inputs ?? types ?? fields)) return 'no';
  if (channels && !channels.has(channelOf(place.channelId))) return 'no';
  const named = yield* nameMatches(inputs, place.inputName);
  return named === 'no' ? 'no' : every([named, yield* nameMatches(types, place.inputType)]);
}

/** Does it match, by the action and the field alone? A step for each glob. */
export function* placeMatches(
  rule: Matching,
  place: Pick<Place, 'action' | 'path' | 'isWhole'>,
): Steps<Answer> {
  const { actions, fields } = compiled(rule);
  const answer = actionMatches(actions, place);
  return answer === 'no' ? 'no' : every([answer, yield* fieldMatches(fields, place)]);
}

/** A rule in the form that it is asked in: once for each, as a policy is asked for hundreds of places at a time. */
interface Compiled {
  readonly actions: ReadonlySet<PolicyAction> | undefined;
  readonly inputs: readonly Glob[] | undefined;
  readonly types: readonly Glob[] | undefined;
  /** Of each, its keys. */
  readonly fields: readonly (readonly Glob[])[] | undefined;
  readonly channels: ReadonlySet<string> | undefined;
}

const known = new WeakMap<Matching, Compiled>();

function compiled(rule: Matching): Compiled {
  const found = known.get(rule);
  if (found) return found;
  const made: Compiled = {
    actions: rule.actions && new Set(rule.actions),
    inputs: rule.inputs?.map(globOf),
    types: rule.types?.map(globOf),
    fields: rule.fields?.map((glob) => keysOfGlob(glob).map(globOf)),
    channels: rule.channels && new Set(rule.channels),
  };
  known.set(rule, made);
  return made;
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

function actionMatches(
  actions: ReadonlySet<PolicyAction> | undefined,
  { action, path }: Pick<Place, 'action' | 'path'>,
): Answer {
  if (actions === undefined || actions.has(action)) return 'yes';
  return alsoDone(action, path).some((done) => actions.has(done)) ? 'partly' : 'no';
}

function alsoDone(action: PolicyAction, path: Path | undefined): readonly PolicyAction[] {
  if (path === undefined) return [];
  const [field, , ofParameter = 'template'] = path;
  if (action === 'parameter') return ofParameter === 'template' ? ['template'] : [];
  if (action !== 'edit') return [];
  return field === undefined
    ? [...ALSO_DONE_BY_EDIT.values()].flat()
    : (ALSO_DONE_BY_EDIT.get(field.split('.', 1)[0] ?? '') ?? []);
}

/** Longer than any name that somebody gave: held against no glob, so that it is not known whether it is meant. */
const LONGEST_NAME = 256;

function* nameMatches(globs: readonly Glob[] | undefined, name: string | undefined): Steps<Answer> {
  if (globs === undefined) return 'yes';
  if (name === undefined) return 'partly';
  let answer: Answer = 'no';
  for (const glob of globs) {
    answer = best([answer, keyMatches(glob, name)]);
    yield;
    if (answer === 'yes') return answer;
  }
  return answer;
}

function keyMatches(glob: Glob, key: string): Answer {
  if (key.length > LONGEST_NAME) return glob.text === key ? 'yes' : 'partly';
  return glob.test(key) ? 'yes' : 'no';
}

function* fieldMatches(
  globs: readonly (readonly Glob[])[] | undefined,
  { path, isWhole = false }: Pick<Place, 'path' | 'isWhole'>,
): Steps<Answer> {
  if (globs === undefined) return 'yes';
  if (path === undefined) return 'no';
  let answer: Answer = 'no';
  for (const keys of globs) {
    answer = best([answer, keysMatch(keys, path), anywhere(keys, path, isWhole)]);
    yield;
    if (answer === 'yes') return answer;
  }
  return answer;
}

/**
 * A glob of one key may mean that key wherever it is: `password` of `ssh.password` too, and whatever may hold one. Partly,
 * so that a rule that makes light of `batch_size` does not let another one of that name pass.
 */
function anywhere([glob, ...others]: readonly Glob[], path: Path, isWhole: boolean): Answer {
  if (glob === undefined || others.length > 0) return 'no';
  return isWhole || path.some((key, depth) => mayBeMeant(glob, key, depth)) ? 'partly' : 'no';
}

function mayBeMeant(glob: Glob, key: string, depth: number): boolean {
  if (depth > 0 && keyMatches(glob, key) !== 'no') return true;
  return key.includes('.') && key.split('.').some((part) => keyMatches(glob, part) !== 'no');
}

/**
 * `ssh` is about everything below it. Where all of `ssh` is changed, a rule about `ssh.password` is partly meant. A key
 * with dots may be meant as several, and a place of a list by what it holds: both partly, since neither is sure.
 */
function keysMatch([glob, ...globs]: readonly Glob[], [key, ...keys]: Path): Answer {
  if (glob === undefined) return 'yes';
  if (key === undefined) return 'partly';
  const here = keyMatches(glob, key);
  const isOtherwisePlaced = isPlace(glob.text) !== isPlace(key);
  if (here === 'no' && !isOtherwisePlaced && !key.includes('.')) return 'no';
  const rest = keysMatch(globs, keys);
  const asWritten = every([here, rest]);
  const asPlace = isOtherwisePlaced ? unsure(rest) : 'no';
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
