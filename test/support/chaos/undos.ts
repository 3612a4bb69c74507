import { isDeepStrictEqual } from 'node:util';
import { type Change, isFinal } from '../../../src/domain/change.ts';
import { configurationOf } from '../../../src/domain/document.ts';
import { heldJson, isObject } from '../../../src/domain/json.ts';

/** What became of the changes that were to take back others. Their own approvals are looked at as those of any other. */
export function aboutUndos(changes: readonly Change[]): string[] {
  const byId = new Map(changes.map((change) => [change.id, change]));
  const faults: string[] = [];
  for (const undo of changes) {
    const undone = undo.undoes === undefined ? undefined : byId.get(undo.undoes);
    if (undo.undoes === undefined) continue;
    const say = (fault: string) => faults.push(`undo of ${undo.inputName} (${undo.id}) ${fault}`);
    if (undone?.state !== 'applied') say(`takes back what is ${undone?.state ?? 'not there'}`);
    const another = changes.find((other) => other !== undo && other.undoes === undo.undoes && counts(other));
    if (another && counts(undo)) say(`takes back what another one does (${another.id})`);
    if (undo.state !== 'applied') continue;
    if (undone && !putsBack(undo, undone)) say('has put back something else');
  }
  return faults;
}

/** However many ask at the same moment, one undo of a change is open or applied. */
function counts({ state }: Change): boolean {
  return !isFinal(state) || state === 'applied';
}

/** Does it leave each place that the other has changed as it was before? What is not kept cannot be compared. */
function putsBack(undo: Change, undone: Change): boolean {
  const [before, after, now] = [undone.base, undone.proposed, undo.proposed].map(
    (document) => document && placesOf(document),
  );
  if (!before || !after || !now) return true;
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((place) => !isDeepStrictEqual(before.get(place), after.get(place)))
    .every((place) => isDeepStrictEqual(now.get(place), before.get(place)));
}

/** The fields, and the keys of those that hold JSON in a string. */
function placesOf(document: string): Map<string, unknown> {
  return new Map(
    Object.entries(configurationOf(document)).flatMap(([field, value]) => {
      const held = heldJson(value);
      if (!isObject(held)) return [[field, value] as const];
      return Object.entries(held).map(([key, one]) => [`${field}.${key}`, one] as const);
    }),
  );
}
