import { isDeepStrictEqual } from 'node:util';
import type { Change } from '../../../src/domain/change.ts';
import { configurationOf } from '../../../src/domain/document.ts';
import { heldJson, isObject } from '../../../src/domain/json.ts';

/** What became of the changes that were to take back others. Their own approvals are looked at as those of any other. */
export function aboutUndos(changes: readonly Change[]): string[] {
  const byId = new Map(changes.map((change) => [change.id, change]));
  const applied = changes.filter(({ undoes, state }) => undoes !== undefined && state === 'applied');
  const isTakenBack = (id: string) => applied.some(({ undoes }) => undoes === id);
  const faults: string[] = [];
  for (const undo of changes) {
    const undone = undo.undoes === undefined ? undefined : byId.get(undo.undoes);
    if (undo.undoes === undefined) continue;
    const say = (fault: string) => faults.push(`undo of ${undo.inputName} (${undo.id}) ${fault}`);
    if (undone?.state !== 'applied') say(`takes back what is ${undone?.state ?? 'not there'}`);
    if (undo.state !== 'applied') continue;
    // Two who ask at the same moment may both be approved: what is so already is written by the one, not by the other.
    const twin = applied.find(
      ({ id, undoes, writes }) => undoes === undo.undoes && id !== undo.id && writes > 0,
    );
    if (twin && undo.writes > 0 && !isTakenBack(twin.id) && !isTakenBack(undo.id))
      say('takes back what was taken back');
    if (undone && !putsBack(undo, undone)) say('has put back something else');
  }
  return faults;
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
