import type { Who } from './policy.ts';
import { isGroup, isList } from './terms.ts';

/** Of what cannot get its approvals as things stand: who could give one. There are fewer of them than it needs. */
export interface Shortage {
  readonly able: readonly string[];
}

/**
 * Those who are named by every one of these.
 * @param members of the user groups; one of which they are not known may be anybody's
 * @returns `undefined` where nobody is named, and all members are meant
 */
export function namedByAll(
  whos: readonly Who[],
  members: ReadonlyMap<string, readonly string[] | undefined>,
): readonly string[] | undefined {
  const lists = whos.filter(isList).flatMap((ids) => peopleIn(ids, members) ?? []);
  const [first, ...others] = lists;
  return first && [...first].filter((id) => others.every((list) => list.has(id)));
}

/** A list of its own, so that nobody is told from not known. */
function peopleIn(
  ids: readonly string[],
  members: ReadonlyMap<string, readonly string[] | undefined>,
): [ReadonlySet<string>] | undefined {
  const people = new Set<string>();
  for (const id of ids) {
    const named = isGroup(id) ? members.get(id) : [id];
    if (!named) return undefined;
    for (const one of named) people.add(one);
  }
  return [people];
}
