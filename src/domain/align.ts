import { diffArrays } from 'diff';
import type { Steps } from './steps.ts';

/** Which items of two lists belong together. Where only one place is given, the other list has no such item. */
export interface Aligned {
  readonly before?: number;
  readonly after?: number;
}

/**
 * Past these, lists are compared place by place: the cost of finding the fewest differences grows with the square of
 * their number, and it runs on the thread that answers Slack.
 */
const MOST_EDITS = 400;
const MOST_MILLISECONDS = 10;
const IDS_A_STEP = 200;

/**
 * @param idOf equal for items that are equal
 * @returns each item once, in an order that is that of both lists; of those that differ, the first removed goes with the
 *   first added in its place, and so on
 */
export function* alignSteps<Item>(
  before: readonly Item[],
  after: readonly Item[],
  idOf: (item: Item) => string,
): Steps<Aligned[]> {
  const numbers = new Map<string, number>();
  const was = yield* numberSteps(before, idOf, numbers);
  const is = yield* numberSteps(after, idOf, numbers);
  const head = countEqual(was, is, (list, at) => list[at]);
  const [left, right] = [was.slice(head), is.slice(head)];
  const tail = countEqual(left, right, (list, at) => list[list.length - 1 - at]);
  yield;
  const middle = alignMiddle(left.slice(0, left.length - tail), right.slice(0, right.length - tail), head);
  yield;
  return pairs(0, 0, head).concat(middle, pairs(was.length - tail, is.length - tail, tail));
}

/** Numbers in place of the items, since they are compared again and again. */
function* numberSteps<Item>(
  items: readonly Item[],
  idOf: (item: Item) => string,
  numbers: Map<string, number>,
): Steps<number[]> {
  const numbered: number[] = [];
  for (const item of items) {
    const id = idOf(item);
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    numbered.push(number);
    if (numbered.length % IDS_A_STEP === 0) yield;
  }
  return numbered;
}

function countEqual(
  one: readonly number[],
  other: readonly number[],
  item: (list: readonly number[], at: number) => number | undefined,
): number {
  const most = Math.min(one.length, other.length);
  let count = 0;
  while (count < most && item(one, count) === item(other, count)) count += 1;
  return count;
}

function alignMiddle(was: readonly number[], is: readonly number[], from: number): Aligned[] {
  const chunks = diffArrays([...was], [...is], { maxEditLength: MOST_EDITS, timeout: MOST_MILLISECONDS });
  if (!chunks) return inPlace(from, from, was.length, is.length);
  const aligned: Aligned[] = [];
  let [before, after] = [from, from];
  let [removed, added] = [0, 0];
  const settle = () => {
    for (const pair of inPlace(before - removed, after - added, removed, added)) aligned.push(pair);
    [removed, added] = [0, 0];
  };
  for (const { count, removed: isRemoved, added: isAdded } of chunks) {
    if (!isRemoved && !isAdded) {
      settle();
      for (const pair of pairs(before, after, count)) aligned.push(pair);
    }
    if (!isAdded) before += count;
    if (!isRemoved) after += count;
    if (isRemoved) removed += count;
    if (isAdded) added += count;
  }
  settle();
  return aligned;
}

function inPlace(before: number, after: number, removed: number, added: number): Aligned[] {
  const both = Math.min(removed, added);
  return [
    ...pairs(before, after, both),
    ...Array.from({ length: removed - both }, (_, at) => ({ before: before + both + at })),
    ...Array.from({ length: added - both }, (_, at) => ({ after: after + both + at })),
  ];
}

function pairs(before: number, after: number, count: number): Aligned[] {
  return Array.from({ length: count }, (_, at) => ({ before: before + at, after: after + at }));
}
