import { compare, type Place, partsOf } from './compare.ts';
import { openSteps } from './diff.ts';
import { formatPath } from './keypaths.ts';
import { inLine } from './printed.ts';
import type { Steps } from './steps.ts';
import type { Veiled } from './veiled.ts';

/** Everything in two states of an input by its key path, as `Inputs.preview_input_changes` groups it. */
export interface Groups {
  readonly matching: readonly Entry[];
  readonly changed: readonly Entry[];
  readonly removed: readonly Entry[];
  readonly added: readonly Entry[];
}

export interface Entry {
  /** For example `configuration.tables["a.b"]`. */
  readonly path: string;
  /** What stands there, as JSON on one line, cut where it is long; absent where nothing does. */
  readonly before?: string;
  readonly after?: string;
}

const LONGEST_VALUE = 2_500;

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
        groups.matching.push({ path: formatPath(compared.place.path), after: shown(compared.after) });
        break;
      case 'changed': {
        const { place, before: was, after: is } = compared;
        groups.changed.push({ path: formatPath(place.path), before: shown(was), after: shown(is, was) });
        break;
      }
      case 'removed':
        yield* eachPart(compared.before, compared.place, (path, value) =>
          groups.removed.push({ path, before: shown(value) }),
        );
        break;
      case 'added':
        yield* eachPart(compared.after, compared.place, (path, value) =>
          groups.added.push({ path, after: shown(value) }),
        );
        break;
    }
  }
  return groups;
}

function* eachPart(value: Veiled, place: Place, take: (path: string, value: Veiled) => void): Steps<void> {
  for (const [{ path }, part] of partsOf(value, place)) {
    take(formatPath(path), part);
    yield;
  }
}

function shown(value: Veiled, beside?: Veiled): string {
  return inLine(value, LONGEST_VALUE, beside);
}
