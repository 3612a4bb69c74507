import { type Steps, sortedSteps } from './steps.ts';

/** Things that are found by their names as somebody types, made ready so that each letter costs little. */
export interface Searchable<Item> {
  readonly entries: readonly Entry<Item>[];
}

interface Entry<Item> {
  readonly item: Item;
  /** In lower case: the name, and whatever else the item is known by. */
  readonly name: string;
  readonly others: string;
}

/** @param describe the item's name, and other words that it is found by */
export function* searchableSteps<Item>(
  items: readonly Item[],
  describe: (item: Item) => { readonly name: string; readonly others?: string },
): Steps<Searchable<Item>> {
  const entries: Entry<Item>[] = [];
  for (const item of items) {
    const { name, others = '' } = describe(item);
    entries.push({ item, name: name.toLowerCase(), others: others.toLowerCase() });
    yield;
  }
  // By code units: an order that knows languages takes a hundred times as long.
  return { entries: yield* sortedSteps(entries, (one, other) => (one.name < other.name ? -1 : 1)) };
}

/** @returns at most so many of those that hold the text, by name, those whose name begins with it first */
export function search<Item>({ entries }: Searchable<Item>, text: string, most: number): Item[] {
  const wanted = text.trim().toLowerCase();
  const first: Item[] = [];
  const rest: Item[] = [];
  for (const { item, name, others } of entries) {
    if (first.length === most) break;
    if (name.startsWith(wanted)) first.push(item);
    else if (rest.length < most && (name.includes(wanted) || others.includes(wanted))) rest.push(item);
  }
  return [...first, ...rest].slice(0, most);
}
