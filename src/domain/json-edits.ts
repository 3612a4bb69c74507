import type { Edit } from './document.ts';
import { deepEqual, heldJson, isObject, type Json, parseJson, printJson } from './json.ts';
import { holdsMask, keptText, withoutMasks } from './kept-text.ts';

/**
 * What somebody changed in JSON that was shown with its secrets masked. Only what differs is edited, so that the order
 * of keys, the form of numbers and the secrets that were left alone stay as they are.
 */

/** One value, in its two forms. */
export interface Compared {
  readonly path: readonly string[];
  /** As it is. */
  readonly current: unknown;
  /** As it was shown: strings that hold JSON opened up, secrets masked. */
  readonly shown: unknown;
}

/**
 * @param typed what was made of `compared.shown`
 * @returns an edit for each value that differs; its path goes on through strings that hold JSON. A list of another
 *   length is set as a whole
 * @throws KnownError `masked_secret` where a mask stands in which no known secret belongs
 */
export function jsonEdits({ path, current, shown }: Compared, typed: Json): Edit[] {
  if (deepEqual(shown, typed)) return [];
  const inner = heldJson(current) ?? current;
  if (isObject(inner) && isObject(shown) && isObject(typed)) {
    const removed = Object.keys(shown).filter((key) => !Object.hasOwn(typed, key));
    return [
      ...removed.map((key) => ({ path: [...path, key], value: undefined })),
      ...Object.entries(typed).flatMap(([key, value]) =>
        Object.hasOwn(shown, key)
          ? jsonEdits({ path: [...path, key], current: inner[key], shown: shown[key] }, value as Json)
          : [{ path: [...path, key], value: withoutMasks(value as Json) }],
      ),
    ];
  }
  if (Array.isArray(inner) && Array.isArray(shown) && Array.isArray(typed) && areInPlace(shown, typed)) {
    return typed.flatMap((item: Json, at) =>
      jsonEdits({ path: [...path, String(at)], current: inner[at], shown: shown[at] }, item),
    );
  }
  return [{ path, value: keptJson(current, shown, typed) }];
}

/**
 * @returns what was typed with the secrets put back and in the form that the value has: strings that hold JSON are
 *   strings again
 * @throws KnownError `masked_secret` as above
 */
export function keptJson(current: unknown, shown: unknown, typed: Json): Json {
  if (deepEqual(shown, typed)) return current as Json;
  if (typeof current === 'string' && isContainer(shown) && isContainer(typed)) {
    return JSON.stringify(keptJson(parseJson(current), shown, typed));
  }
  if (isObject(current) && isObject(shown) && isObject(typed)) {
    return Object.fromEntries(
      Object.entries(typed).map(([key, value]) => [
        key,
        Object.hasOwn(shown, key) ? keptJson(current[key], shown[key], value as Json) : withoutMasks(value),
      ]),
    ) as Json;
  }
  if (Array.isArray(current) && Array.isArray(shown) && Array.isArray(typed)) {
    return keptList(current, shown, typed);
  }
  return typeof typed === 'string' ? keptText(current, shown, typed) : withoutMasks(typed);
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/**
 * Does each item stand where it stood? One with a mask in it that is, or is named like, another item was moved: by its
 * place it would get the secret of what stood there.
 */
function areInPlace(shown: readonly unknown[], typed: readonly unknown[]): boolean {
  if (shown.length !== typed.length) return false;
  const [texts, names] = [new Set(shown.map(textOf)), new Set(shown.map(nameOf))];
  return typed.every((item, at) => {
    const isMoved = textOf(item) !== textOf(shown[at]) && texts.has(textOf(item));
    const name = nameOf(item);
    const isAnother = name !== undefined && name !== nameOf(shown[at]) && names.has(name);
    return !(isMoved || isAnother) || !holdsMask(item);
  });
}

function keptList(current: readonly unknown[], shown: readonly unknown[], typed: readonly Json[]): Json {
  if (areInPlace(shown, typed)) return typed.map((item, at) => keptJson(current[at], shown[at], item));
  const alike = placesBy(shown, textOf);
  const places = typed.map((item) => alike.get(textOf(item))?.shift());
  const left = new Set([...alike.values()].flat());
  const named = placesBy(shown, nameOf);
  return typed.map((item, index) => {
    const place = places[index];
    if (place !== undefined) {
      // Where one of several that look alike is gone, nobody can say which.
      const others = holdsMask(item) ? (alike.get(textOf(item)) ?? []) : [];
      const isClear = others.every((other) => deepEqual(current[other], current[place]));
      return isClear ? (current[place] as Json) : withoutMasks(item);
    }
    if (!holdsMask(item) || nameOf(item) === undefined) return withoutMasks(item);
    const [like, ...others] = (named.get(nameOf(item)) ?? []).filter((other) => left.has(other));
    return like !== undefined && others.length === 0
      ? keptJson(current[like], shown[like], item)
      : withoutMasks(item);
  });
}

/** Equal for items that are shown alike, whatever the order of their keys. */
function textOf(item: unknown): string {
  return printJson(item, 0);
}

/** What an item of a list is told by: the name of a parameter or of a header. */
function nameOf(item: unknown): string | undefined {
  if (!isObject(item)) return undefined;
  const name = [item.parameter, item.header, item.name, item.key].find((value) => typeof value === 'string');
  return name === undefined ? undefined : String(name);
}

function placesBy<Key>(items: readonly unknown[], keyOf: (item: unknown) => Key): Map<Key, number[]> {
  const places = new Map<Key, number[]>();
  for (const [at, item] of items.entries()) {
    const key = keyOf(item);
    const same = places.get(key);
    if (same) same.push(at);
    else places.set(key, [at]);
  }
  return places;
}
