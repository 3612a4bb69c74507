import { alignSteps } from './align.ts';
import {
  byText,
  hasParts,
  identityOf,
  isList,
  type Member,
  Members,
  type Veiled,
  type VeiledList,
} from './veiled.ts';

/** What two values have in common and where they differ, told in the order in which they are written out. */
export type Compared =
  | { readonly is: 'opened' | 'closed'; readonly place: Place; readonly isList: boolean }
  | {
      readonly is: 'same' | 'changed';
      readonly place: Place;
      readonly before: Veiled;
      readonly after: Veiled;
    }
  | { readonly is: 'removed'; readonly place: Place; readonly before: Veiled }
  | { readonly is: 'added'; readonly place: Place; readonly after: Veiled };

export interface Place {
  /** The keys, and places in lists, that lead there. What was removed from a list has the place that it had. */
  readonly path: readonly string[];
  /** Absent for the whole and in lists. */
  readonly key?: string;
}

/** Nothing is told where only time has passed: whoever listens may lay it down there. */
export type Comparison = Generator<Compared | undefined, void, void>;

const WHOLE: Place = { path: [] };

/** Objects are compared by their keys, lists by what of them is equal, everything else as a whole. */
export function* compare(
  before: Veiled | undefined,
  after: Veiled | undefined,
  place: Place = WHOLE,
): Comparison {
  if (before === undefined) {
    if (after !== undefined) yield { is: 'added', place, after };
  } else if (after === undefined) {
    yield { is: 'removed', place, before };
  } else if (hasParts(before) && hasParts(after) && isList(before) === isList(after)) {
    yield { is: 'opened', place, isList: isList(before) };
    if (before instanceof Members && after instanceof Members) yield* compareMembers(before, after, place);
    if (isList(before) && isList(after)) yield* compareItems(before, after, place);
    yield { is: 'closed', place, isList: isList(before) };
  } else {
    const isSame = !hasParts(before) && !hasParts(after) && identityOf(before) === identityOf(after);
    yield { is: isSame ? 'same' : 'changed', place, before, after };
  }
}

/** Every part of a value by itself, as if it had been compared with its like. */
export function* partsOf(value: Veiled, place: Place): Generator<readonly [Place, Veiled], void, void> {
  const parts = hasParts(value) ? membersOf(value) : [];
  if (parts.length === 0) yield [place, value];
  for (const { key, value: inner } of parts) yield* partsOf(inner, placeIn(place, key));
}

function membersOf(value: Veiled): readonly Member[] {
  if (value instanceof Members) return value.entries;
  return isList(value)
    ? value.map((item, index) => ({ id: String(index), key: placeInList(String(index), item), value: item }))
    : [];
}

/** Both are in order, so that they are gone through side by side. */
function* compareMembers({ entries: was }: Members, { entries: is }: Members, place: Place): Comparison {
  let [at, next] = [0, 0];
  for (;;) {
    const [one, other] = [was[at], is[next]];
    if (!one && !other) return;
    const order = one && other ? byText(one.id, other.id) : one ? -1 : 1;
    const key = (order <= 0 ? one : other)?.key ?? '';
    yield* compare(
      order <= 0 ? one?.value : undefined,
      order >= 0 ? other?.value : undefined,
      placeIn(place, key),
    );
    if (order <= 0) at += 1;
    if (order >= 0) next += 1;
  }
}

function* compareItems(was: VeiledList, is: VeiledList, place: Place): Comparison {
  for (const { before, after } of yield* quietly(alignSteps(was, is, identityOf))) {
    const item = after === undefined ? was[before ?? 0] : is[after];
    const here = { path: [...place.path, placeInList(String(after ?? before), item)] };
    yield* compare(
      before === undefined ? undefined : was[before],
      after === undefined ? undefined : is[after],
      here,
    );
  }
}

/** With the name that an item goes by, where it has a plain one: nobody counts parameters to find out which is meant. */
function placeInList(index: string, item: Veiled | undefined): string {
  const name = item instanceof Members ? item.entries.find(({ id }) => id === 'parameter')?.value : undefined;
  return typeof name === 'string' && /^[\w-]{1,40}$/.test(name) ? `${index} (${name})` : index;
}

function* quietly<Result>(steps: Generator<void, Result, void>): Generator<undefined, Result, void> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    yield undefined;
  }
}

function placeIn({ path }: Place, key: string): Place {
  return { path: [...path, key], key };
}
