import type { Change } from '../domain/change.ts';
import type { Preview } from '../domain/diff.ts';

/** What changes do, ready to be shown. Made in slices, so that a large one holds up nobody, and kept for a while. */
export interface Previews {
  /** @returns nothing where the change rewrites no document */
  of(change: Pick<Change, 'id' | 'action' | 'base' | 'proposed'>): Promise<Preview | undefined>;
}
