import { createApplying } from './changes/applying.ts';
import { createAsking } from './changes/asking.ts';
import { createDeciding } from './changes/deciding.ts';
import { createOne } from './changes/one.ts';
import { createReading } from './changes/reading.ts';
import type { Sealer } from './sealing.ts';

export type { NewChange } from './changes/asking.ts';
export type { OpenChanges } from './changes/reading.ts';

/**
 * Every statement on a change's states, from asking to its end. A method that moves a row does so in one conditional
 * UPDATE and returns the row as it is now, or `undefined` when its condition did not hold: somebody else was first, or
 * time was.
 */
export type ChangeStore = ReturnType<typeof createChangeStore>;

export function createChangeStore(sealer: Sealer) {
  const one = createOne(sealer);
  return {
    ...createAsking(sealer, one),
    ...createReading(sealer, one),
    ...createDeciding(one),
    ...createApplying(one),
  };
}
