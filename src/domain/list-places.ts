import { deepEqual, isObject, printJson } from './json.ts';
import { holdsMask } from './kept-text.ts';

/** Which item of a list that was typed is which of the one that was shown. */

/** Equal for items that are shown alike, whatever the order of their keys. */
export function textOf(item: unknown): string {
  return printJson(item, 0);
}

/** What an item of a list is told by: the name of a parameter or of a header. */
export function nameOf(item: unknown): string | undefined {
  if (!isObject(item)) return undefined;
  const name = [item.parameter, item.header, item.name, item.key].find((value) => typeof value === 'string');
  return name === undefined ? undefined : String(name);
}

/** The places of the items that have the same key. */
export function placesBy<Key>(items: readonly unknown[], keyOf: (item: unknown) => Key): Map<Key, number[]> {
  const places = new Map<Key, number[]>();
  for (const [at, item] of items.entries()) {
    const key = keyOf(item);
    const same = places.get(key);
    if (same) same.push(at);
    else places.set(key, [at]);
  }
  return places;
}

/**
 * Does each item stand where it stood, or behind all of those? One with a mask in it that is, or is named like, another item
 * was moved: by its place it would get the secret of what stood there. Where there are more items than there were, one
 * whose mask was left may also be a new one before it, unless all of it is as it was.
 */
export function areInPlace(shown: readonly unknown[], typed: readonly unknown[]): boolean {
  if (typed.length < shown.length) return false;
  const isLonger = typed.length > shown.length;
  const [texts, names] = [new Set(shown.map(textOf)), new Set(shown.map(nameOf))];
  return typed.every((item, at) => {
    if (!holdsMask(item) || (at < shown.length && textOf(item) === textOf(shown[at]))) return true;
    const name = nameOf(item);
    const isAnother = name !== undefined && name !== nameOf(shown[at]) && names.has(name);
    return !isLonger && !isAnother && !texts.has(textOf(item));
  });
}

/**
 * @returns the places of the items that were taken out, where nothing else was done to the list and it is clear which they
 *   were: of several that look alike but for their secrets, it is not
 */
export function removedPlaces(
  current: readonly unknown[],
  shown: readonly unknown[],
  typed: readonly unknown[],
): number[] | undefined {
  const [was, left] = [shown.map(textOf), typed.map(textOf)];
  const kept = new Set<string>();
  const removed: number[] = [];
  for (const [at, text] of was.entries()) {
    if (left[at - removed.length] === text) kept.add(text);
    else removed.push(at);
  }
  if (shown.length - removed.length < typed.length) return undefined;
  const alike = placesBy(shown, textOf);
  const unclear = new Set(
    removed.filter((place) => holdsMask(shown[place])).map((place) => was[place] ?? ''),
  );
  const isClear = [...unclear].every((text) => !kept.has(text) || areSame(alike.get(text) ?? [], current));
  return isClear ? removed : undefined;
}

function areSame([first, ...others]: readonly number[], current: readonly unknown[]): boolean {
  return first === undefined || others.every((place) => deepEqual(current[place], current[first]));
}

/** The items that stand at another place than before. */
export function movedItems<Item>(shown: readonly unknown[], typed: readonly Item[]): Item[] {
  const [was, is] = [shown.map(textOf), typed.map(textOf)];
  const gone = new Set(was.filter((text, at) => is[at] !== text));
  return typed.filter((_, at) => is[at] !== was[at] && gone.has(is[at] ?? ''));
}
