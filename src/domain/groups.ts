import { compare, type Place, partsOf } from './compare.ts';
import { openSteps } from './diff.ts';
import { whatDiffers } from './differing.ts';
import { formatPath } from './keypaths.ts';
import { inLine, inLineSteps } from './printed.ts';
import type { Steps } from './steps.ts';
import type { Veiled } from './veiled.ts';

/**
 * Everything in two states of an input by its key path, as `Inputs.preview_input_changes` groups it. Nothing that differs
 * is left out: it may be all that somebody sees of what they approve.
 */
export interface Groups {
  readonly matching: readonly Entry[];
  readonly changed: readonly Entry[];
  readonly removed: readonly Entry[];
  readonly added: readonly Entry[];
}

export interface Entry {
  /** For example `configuration.tables["a.b"]`. */
  readonly path: string;
  /**
   * What stands there, as JSON on one line; absent where nothing does. Of long values `…` stands for what matches: behind
   * the beginning of one that does, and around what has changed in the midst of one.
   */
  readonly before?: string;
  readonly after?: string;
}

const LONGEST_MATCHING = 250;
/** UTF-16 units of the same on either side of what has changed. */
const AROUND = 100;

/** @param before @param after as for a preview */
export function* groupsOf(before: string | undefined, after: string | undefined): Steps<Groups> {
  const groups = {
    matching: [] as Entry[],
    changed: [] as Entry[],
    removed: [] as Entry[],
    added: [] as Entry[],
  };
  for (const compared of compare(yield* openSteps(before), yield* openSteps(after))) {
    yield;
    switch (compared?.is) {
      case 'same':
        groups.matching.push({
          path: formatPath(compared.place.path),
          after: inLine(compared.after, LONGEST_MATCHING),
        });
        break;
      case 'changed': {
        const was = yield* inLineSteps(compared.before);
        const is = yield* inLineSteps(compared.after, compared.before);
        const [before, after] = whatDiffers(was, is, AROUND);
        groups.changed.push({ path: formatPath(compared.place.path), before, after });
        break;
      }
      case 'removed':
        yield* eachPart(compared.before, compared.place, (path, before) =>
          groups.removed.push({ path, before }),
        );
        break;
      case 'added':
        yield* eachPart(compared.after, compared.place, (path, after) => groups.added.push({ path, after }));
        break;
    }
  }
  return groups;
}

function* eachPart(value: Veiled, place: Place, take: (path: string, shown: string) => void): Steps<void> {
  for (const [{ path }, part] of partsOf(value, place)) {
    take(formatPath(path), yield* inLineSteps(part));
  }
}
