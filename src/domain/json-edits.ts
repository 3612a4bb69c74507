import { KnownError } from '../errors.ts';
import type { Edit } from './document.ts';
import { deepEqual, heldJson, isObject, type Json, parseJson } from './json.ts';
import { holdsMask, keptText, withoutMasks } from './kept-text.ts';
import { areInPlace, movedItems, nameOf, placesBy, removedPlaces, textOf } from './list-places.ts';
import { holdsNumber } from './number-forms.ts';

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
  /** The numbers around it that are written in a form which writing them anew would change: see `oddNumbers`. */
  readonly oddNumbers?: () => ReadonlySet<number>;
}

/**
 * @param typed what was made of `compared.shown`
 * @returns an edit for each value that differs; its path goes on through strings that hold JSON. A list whose items changed
 *   places is set as a whole, and so is one from which some were taken while others changed
 * @throws KnownError `masked_secret` where a mask stands in which no known secret belongs; `bad_value` where numbers that
 *   were left alone would be written in another form
 */
export function jsonEdits(compared: Compared, typed: Json): Edit[] {
  const { path, current, shown } = compared;
  if (deepEqual(shown, typed)) return [];
  const inner = heldJson(current) ?? current;
  if (isObject(inner) && isObject(shown) && isObject(typed)) {
    const removed = Object.keys(shown).filter((key) => !Object.hasOwn(typed, key));
    return [
      ...removed.map((key) => ({ path: [...path, key], value: undefined })),
      ...Object.entries(typed).flatMap(([key, value]) =>
        Object.hasOwn(shown, key)
          ? jsonEdits(
              { ...compared, path: [...path, key], current: inner[key], shown: shown[key] },
              value as Json,
            )
          : [{ path: [...path, key], value: withoutMasks(value as Json) }],
      ),
    ];
  }
  if (Array.isArray(inner) && Array.isArray(shown) && Array.isArray(typed)) {
    return listEdits(compared, inner, shown, typed);
  }
  return whole(compared, typed);
}

/**
 * Items that were taken out are never mixed with others that changed: whoever reads such edits would have to count
 * anew at which places these then stand.
 */
function listEdits(
  compared: Compared,
  current: readonly unknown[],
  shown: readonly unknown[],
  typed: readonly Json[],
): Edit[] {
  const { path } = compared;
  const removed = removedPlaces(current, shown, typed);
  if (removed) return removed.map((place) => ({ path: [...path, String(place)], value: undefined }));
  if (!areInPlace(shown, typed)) return whole(compared, typed);
  refuseRewritten(compared, movedItems(shown, typed));
  return typed.flatMap((item, at) => {
    const here = [...path, String(at)];
    return at < shown.length
      ? jsonEdits({ ...compared, path: here, current: current[at], shown: shown[at] }, item)
      : [{ path: here, value: withoutMasks(item) }];
  });
}

function whole(compared: Compared, typed: Json): Edit[] {
  const value = keptJson(compared.current, compared.shown, typed);
  if (isContainer(compared.shown) && isContainer(typed)) refuseRewritten(compared, value);
  return [{ path: compared.path, value }];
}

/** @throws KnownError `bad_value`: a number that was read as 1.5 would be written as that where 1.50 stood */
function refuseRewritten({ oddNumbers }: Compared, written: unknown): void {
  if (!oddNumbers || !holdsNumber(written, oddNumbers())) return;
  throw new KnownError(
    'bad_value',
    'Numbers here are written in a form that moving them would change (such as 1.50, or with many digits). Change items where they stand, add others behind the last, or take some out and ask for nothing else here at the same time.',
  );
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

function keptList(current: readonly unknown[], shown: readonly unknown[], typed: readonly Json[]): Json {
  if (areInPlace(shown, typed)) {
    return typed.map((item, at) =>
      at < shown.length ? keptJson(current[at], shown[at], item) : withoutMasks(item),
    );
  }
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
