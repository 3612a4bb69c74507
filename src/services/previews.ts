import { LRUCache } from 'lru-cache';
import type { Change } from '../domain/change.ts';
import { type Preview, previewSteps } from '../domain/diff.ts';
import { type Groups, groupsOf } from '../domain/groups.ts';
import { inSlices } from './in-slices.ts';

type Documents = Pick<Change, 'id' | 'action' | 'base' | 'proposed' | 'shown'>;

/** What changes do, ready to be shown. Made in slices, so that a large one holds up nobody, and kept for a while. */
export interface Previews {
  /** @returns nothing where the change rewrites no document */
  of(change: Documents): Promise<Preview | undefined>;
  /** Everything in the input before and after, by its key path. @returns nothing where there is no preview either */
  groups(change: Documents): Promise<Groups | undefined>;
}

const MOST_PREVIEWS = 200;
const MOST_GROUPS = 50;
/** Characters of the documents that they were made from, which they are about as large as. */
const MOST_CHARACTERS = 20_000_000;

/** What a change does never changes, so that what was made of it once is good for as long as there is room. */
export function createPreviews(): Previews {
  const previews = keep(MOST_PREVIEWS, ({ before, after }) => inSlices(previewSteps(before, after)));
  const groups = keep(MOST_GROUPS, ({ before, after }) => inSlices(groupsOf(before, after)));
  return {
    of: (change) => previews(change),
    groups: (change) => groups(change),
  };
}

interface Sides {
  readonly before?: string;
  readonly after?: string;
}

/** An input that is deleted has nothing afterwards. One that is created had nothing before: its base is another input. */
function sidesOf({ action, base, proposed }: Documents): Sides | undefined {
  if (action === 'delete') return base === undefined ? undefined : { before: base };
  if (action === 'create') return proposed === undefined ? undefined : { after: proposed };
  return base === undefined || proposed === undefined ? undefined : { before: base, after: proposed };
}

function keep<Made extends object>(
  most: number,
  make: (sides: Sides) => Promise<Made>,
): (change: Documents) => Promise<Made | undefined> {
  const kept = new LRUCache<string, { made: Made; size: number }, Sides>({
    max: most,
    maxSize: MOST_CHARACTERS,
    sizeCalculation: ({ size }) => size,
    fetchMethod: async (_, __, { context }) => ({ made: await make(context), size: sizeOf(context) }),
    // One that has no room any more is still awaited by somebody.
    ignoreFetchAbort: true,
    allowStaleOnFetchAbort: true,
  });
  return async (change) => {
    const sides = sidesOf(change);
    return sides && (await kept.fetch(change.id, { context: sides }))?.made;
  };
}

function sizeOf({ before = '', after = '' }: Sides): number {
  return Math.max(1, before.length + after.length);
}
