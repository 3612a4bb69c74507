import { tokenAt } from '../../domain/json-tokens.ts';
import { keyEchoOf } from '../../domain/key-echo.ts';
import { code } from '../../domain/mrkdwn.ts';
import type { Steps } from '../../domain/steps.ts';
import { KnownError } from '../../errors.ts';
import type { ApiEvents } from '../../services/sample-sources.ts';
import { failed } from './failures.ts';
import { type Outline, outlineSteps, type Place } from './outline.ts';

/** Which of an API's answer are the events. */

/** What is typed for the answer as a whole. */
const WHOLE = '.';
const MOST_NAMED = 5;
/** Beyond this nobody looks for one by its index, and each is a text of its own. */
const MOST_EVENTS = 50_000;
const TOKENS_A_STEP = 500;

/**
 * @param text the answer
 * @param listPath as it was typed; the list is found where it is not, and is the answer itself, or the only list of
 *   objects directly in it. Without any, the answer is one event
 * @param key what the API was asked with, so that nobody is told of it where a list has it for a name
 * @throws KnownError `bad_value` under `list_path`, `source_failed` for an answer without objects; NotJson
 */
export function* eventSteps(text: string, listPath: string | undefined, key?: string): Steps<ApiEvents> {
  const typed = listPath?.trim().replace(/^\$\.?(?=.)/, '');
  const isWhole = typed === WHOLE || typed === '$';
  const outline = yield* withoutKey(yield* outlineSteps(text, isWhole || !typed ? undefined : typed), key);
  const place = isWhole ? outline.root : typed ? placeAt(outline, typed) : placeFound(outline);
  const where = wordsFor(place);
  if (place.kind === 'other') throw noObjects(where);
  if (place.kind === 'object') return { events: [text.slice(place.start, place.end)], where };
  if (place.count > MOST_EVENTS) throw tooMany(place.count, where);
  if (place.firstOther !== undefined) throw notAnObject(place.firstOther, where);
  return { events: yield* objectSteps(text, place), where };
}

function* withoutKey(outline: Outline, key: string | undefined): Steps<Outline> {
  const echo = keyEchoOf(key);
  const hidden = function* (place: Place): Steps<Place> {
    return { ...place, path: yield* echo.hideInText(place.path) };
  };
  const [lists, paths]: [Place[], string[]] = [[], []];
  for (const list of outline.lists) lists.push(yield* hidden(list));
  for (const path of outline.paths) paths.push(yield* echo.hideInText(path));
  const wanted = outline.wanted && (yield* hidden(outline.wanted));
  return { root: outline.root, lists, wanted, paths };
}

/** @param list all of whose items are objects @returns each of them as it is written */
function* objectSteps(text: string, { start, end }: Place): Steps<string[]> {
  const events: string[] = [];
  let [depth, from, tokens] = [0, 0, 0];
  for (let token = tokenAt(text, start + 1); token && token.end < end; token = tokenAt(text, token.end)) {
    if (token.kind === '{' || token.kind === '[') {
      if (depth === 0) from = token.start;
      depth += 1;
    } else if (token.kind === '}' || token.kind === ']') {
      depth -= 1;
      if (depth === 0) events.push(text.slice(from, token.end));
    }
    tokens += 1;
    if (tokens % TOKENS_A_STEP === 0) yield;
  }
  return events;
}

function placeAt({ wanted, paths }: Outline, typed: string): Place {
  if (wanted) return wanted;
  const others = paths.filter((path) => path !== '');
  const hint =
    others.length > 0
      ? `There are lists in ${named(others)}.`
      : `There is no list in it by a name: leave this empty, or type ${code(WHOLE)} for all of the answer.`;
  throw badPath(`There is nothing under ${code(typed)} in the answer. ${hint}`);
}

/** A list of texts or numbers belongs to an event, and a list of objects holds them. */
function placeFound({ root, lists }: Outline): Place {
  if (root.kind !== 'object') return root;
  const [only, ...others] = lists;
  if (!only) return root;
  if (others.length === 0) return only;
  throw badPath(
    `There are several lists in the answer: ${named(lists.map(({ path }) => path))}. Say which it is, or type ${code(WHOLE)} for all of the answer.`,
  );
}

function wordsFor({ path, kind }: Place): string {
  if (path === '') return kind === 'list' ? 'the list that it answered with' : 'the whole answer';
  return `${kind === 'list' ? 'the list' : 'what stands'} in ${code(path)}`;
}

function named(paths: readonly string[]): string {
  const shown = paths.slice(0, MOST_NAMED).map((path) => code(path));
  return paths.length > shown.length ? `${shown.join(', ')} and others` : shown.join(', ');
}

function badPath(sentence: string): KnownError {
  return new KnownError('bad_value', sentence, { fields: { list_path: sentence } });
}

function noObjects(where: string): KnownError {
  return badPath(`There are no events in ${where}: it is neither a list nor an object.`);
}

function tooMany(count: number, where: string): KnownError {
  return failed(
    `There are ${count} items in ${where}, and I take at most ${MOST_EVENTS}. Ask for fewer with a query parameter.`,
    'payload',
  );
}

function notAnObject(index: number, where: string): KnownError {
  return badPath(
    `Item ${index} of ${where} is not an object, so it is no event. Say where the list of events is.`,
  );
}
