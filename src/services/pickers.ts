import { LRUCache } from 'lru-cache';
import type { InputFacts } from '../domain/input.ts';
import { parametersOf } from '../domain/parameters.ts';
import { type Searchable, search, searchableSteps } from '../domain/searching.ts';
import type { Steps } from '../domain/steps.ts';
import { tablesOfInput } from '../domain/tables.ts';
import { inSlices } from './in-slices.ts';
import type { Pipeline } from './pipeline.ts';

/** What pickers search in, kept for a short while: nothing else may answer from it. */
export interface Pickers {
  /** @returns at most 100 inputs with tables whose name or id holds the text, those whose name begins with it first */
  databases(search: string): Promise<readonly PickedInput[]>;
  /** @returns at most 100 names of the parameters of one input; none where there is no such input */
  parameters(inputId: string, search: string): Promise<readonly string[]>;
}

export interface PickedInput {
  readonly id: string;
  readonly name: string;
}

export interface PickerOptions {
  readonly pipeline: Pick<Pipeline, 'listInputs' | 'readInput'>;
  /** Milliseconds for which what was read is taken as it is. */
  readonly freshFor?: number;
  /** Milliseconds for which it is still answered from while it is read again; older than that, the answer waits. */
  readonly usableFor?: number;
}

const MOST_OFFERED = 100;
const MOST_PARAMETER_LISTS = 200;

/** Each letter asks anew, so what is read is kept: one reading serves everybody who asks meanwhile. */
export function createPickers({ pipeline, freshFor = 30_000, usableFor = 300_000 }: PickerOptions): Pickers {
  const databases = createShelf(freshFor, usableFor, 1, async () =>
    inSlices(listingSteps(await pipeline.listInputs())),
  );
  const parameters = createShelf(freshFor, usableFor, MOST_PARAMETER_LISTS, async (inputId) => {
    const input = await pipeline.readInput(inputId);
    const names = (input && parametersOf(input.configuration))?.map(({ name }) => name) ?? [];
    return inSlices(searchableSteps([...new Set(names)], (name) => ({ name })));
  });

  return {
    async databases(text) {
      return search(await databases('all'), text, MOST_OFFERED);
    },

    async parameters(inputId, text) {
      return search(await parameters(inputId), text, MOST_OFFERED);
    },
  };
}

/** Of each input no more is kept than is searched: the configurations hold secrets. */
function* listingSteps(inputs: readonly InputFacts[]): Steps<Searchable<PickedInput>> {
  const listed: PickedInput[] = [];
  for (const { id, name, type, configuration } of inputs) {
    if (tablesOfInput({ type, configuration })) listed.push({ id, name });
    yield;
  }
  return yield* searchableSteps(listed, ({ id, name }) => ({ name, others: id }));
}

interface Kept<Value> {
  readonly value: Value;
  readonly readAt: number;
}

/**
 * Something that is read by its key and kept. What is no longer fresh is answered from while it is read again, so that
 * nobody waits; a reading that fails is not kept.
 */
function createShelf<Value>(
  freshFor: number,
  usableFor: number,
  most: number,
  read: (key: string) => Promise<Value>,
): (key: string) => Promise<Value> {
  const kept = new LRUCache<string, Kept<Value>>({
    max: most,
    ttl: freshFor,
    allowStale: true,
    // One reading that fails does not make everybody wait for the next.
    noDeleteOnFetchRejection: true,
    // Whoever waits for what has been pushed out meanwhile gets it all the same.
    ignoreFetchAbort: true,
    fetchMethod: async (key) => ({ value: await read(key), readAt: Date.now() }),
  });

  return async (key) => {
    const found = await kept.forceFetch(key);
    if (Date.now() - found.readAt <= usableFor) return found.value;
    return (await kept.forceFetch(key, { allowStale: false })).value;
  };
}
