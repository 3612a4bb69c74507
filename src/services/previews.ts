import { LRUCache } from 'lru-cache';
import type { Change } from '../domain/change.ts';
import { type Preview, previewSteps } from '../domain/diff.ts';
import { type Groups, groupsOf } from '../domain/groups.ts';
import { keptViewSteps } from '../domain/kept-view.ts';
import type { Steps } from '../domain/steps.ts';
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
/** Characters of what they were made from, which they are about as large as. */
const MOST_CHARACTERS = 20_000_000;

/** What a change does never changes, so that what was made of it once is good for as long as there is room. */
export function createPreviews(): Previews {
  return {
    of: keep(MOST_PREVIEWS, function* (source) {
      if ('shown' in source) return (yield* keptViewSteps(source.shown)).preview;
      return yield* previewSteps(source.before, source.after);
    }),
    groups: keep(MOST_GROUPS, function* (source) {
      if ('shown' in source) return (yield* keptViewSteps(source.shown)).groups;
      return yield* groupsOf(source.before, source.after);
    }),
  };
}

/** Both documents, or what was kept to be shown when they were removed. */
type Source = { readonly before?: string; readonly after?: string } | { readonly shown: string };

/** An input that is deleted has nothing afterwards. One that is created had nothing before: its base is another input. */
function sourceOf({ action, base, proposed, shown }: Documents): Source | undefined {
  if (shown !== undefined) return { shown };
  if (action === 'delete') return base === undefined ? undefined : { before: base };
  if (action === 'create') return proposed === undefined ? undefined : { after: proposed };
  return base === undefined || proposed === undefined ? undefined : { before: base, after: proposed };
}

function keep<Made extends object>(
  most: number,
  make: (source: Source) => Steps<Made>,
): (change: Documents) => Promise<Made | undefined> {
  const kept = new LRUCache<string, { made: Made; size: number }, { source: Source }>({
    max: most,
    maxSize: MOST_CHARACTERS,
    sizeCalculation: ({ size }) => size,
    fetchMethod: async (_, __, { context: { source } }) => ({
      made: await inSlices(make(source)),
      size: sizeOf(source),
    }),
    // One that has no room any more is still awaited by somebody.
    ignoreFetchAbort: true,
    allowStaleOnFetchAbort: true,
  });
  return async (change) => {
    const source = sourceOf(change);
    return source && (await kept.fetch(change.id, { context: { source } }))?.made;
  };
}

function sizeOf(source: Source): number {
  if ('shown' in source) return Math.max(1, source.shown.length);
  const { before = '', after = '' } = source;
  return Math.max(1, before.length + after.length);
}
