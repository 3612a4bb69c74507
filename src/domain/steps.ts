/**
 * Work that can be laid down and taken up again: it yields wherever that is, at the latest after some hundred
 * microseconds, and gives its result in the end. Whoever runs it decides how much of it is done at a time.
 */
export type Steps<Result> = Generator<void, Result, void>;

/** Does all of it now: for what is known to be small. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

const FIRST_SORTED = 2_000;

/** @returns the items in order: a large list is sorted in parts, which are then put together */
export function* sortedSteps<Item>(
  items: readonly Item[],
  order: (one: Item, other: Item) => number,
): Steps<Item[]> {
  let parts: Item[][] = [];
  for (let from = 0; from < items.length; from += FIRST_SORTED) {
    parts.push(items.slice(from, from + FIRST_SORTED).sort(order));
    yield;
  }
  while (parts.length > 1) {
    const merged: Item[][] = [];
    for (let at = 0; at < parts.length; at += 2) {
      merged.push(yield* mergedSteps(parts[at] ?? [], parts[at + 1] ?? [], order));
    }
    parts = merged;
  }
  return parts[0] ?? [];
}

function* mergedSteps<Item>(
  one: readonly Item[],
  other: readonly Item[],
  order: (one: Item, other: Item) => number,
): Steps<Item[]> {
  const merged: Item[] = [];
  let at = 0;
  for (const item of one) {
    for (let next = other[at]; next !== undefined && order(next, item) < 0; next = other[at]) {
      merged.push(next);
      at += 1;
    }
    merged.push(item);
    if (merged.length % FIRST_SORTED === 0) yield;
  }
  return at < other.length ? merged.concat(other.slice(at)) : merged;
}
