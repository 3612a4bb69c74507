import { expect } from '@jest/globals';
import { configurationOf } from '../../../src/domain/document.ts';
import { onOneOf, orCode } from './command.ts';
import { isOpen, type Model, type ModelChange, markerIn, type Person, proposedBy } from './model.ts';

/** What was applied is taken back: by a change like any other, where the input has not moved on in the same place. */

/** What has ended, what can be taken back first, and of that the newest first. */
const ended = (model: Model) => {
  const changes = model.changes.filter((change) => !isOpen(change)).reverse();
  return changes.sort((one, other) => Number(isUndoable(other)) - Number(isUndoable(one)));
};

export const undo = (by: Person, which: number) =>
  onOneOf(ended, `${by} takes back`, which, async (change, model, { undoing, click, place }) => {
    const refusal = whyNot(change, by, model);
    const asked = await orCode(undoing.undo(change.id, click(by)));
    if (typeof asked === 'string' || refusal) return expect(asked).toBe(refusal);
    const { input } = change;
    model.closeLapsed(input);
    await place(asked.id);
    const marker = String(markerIn(change.base));
    const base = input.document;
    // Also where something else of the input has moved on: that stays.
    expect(configurationOf(asked.proposed ?? '')).toEqual(configurationOf(proposedBy({ base, marker })));
    const state = model.beginsAs('edit');
    model.add({ id: asked.id, input, kind: 'edit', marker, asker: by, base, state, undoes: change });
  });

/** Nothing that was not done, and nothing that the input had before it was asked for. */
function isUndoable({ kind, isOwnDoing }: ModelChange): boolean {
  return kind === 'edit' && isOwnDoing;
}

function whyNot(change: ModelChange, by: Person, model: Model): string | undefined {
  const { input, marker } = change;
  if (!model.isMember(by)) return 'not_permitted';
  const last = model.changes.findLast(({ undoes }) => undoes === change);
  const isTaken = last !== undefined && (isOpen(last) || last.state === 'applied');
  if (isTaken || !isUndoable(change)) return 'out_of_date';
  if (input.document === undefined) return 'unknown_input';
  if (markerIn(input.document) !== marker) return 'out_of_date';
  return model.waitsBefore(input, 'edit') && 'change_waits';
}
