import type { FaultLimits } from '../../../sandbox/alooma/faults.ts';
import type { Faults } from '../../../sandbox/alooma/index.ts';
import type { FaultName } from './choices.ts';

/** How long a bot of these tests waits for Alooma's answer, and then for a write of unknown outcome to land. */
export const TIMEOUT_MS = 1_000;
export const SETTLE_MS = 1_500;
/** Later than anybody waits for an answer, and sooner than anybody looks whether it has come. */
const LATE_MS = 1_300;
const SLOW_MS = 400;

const WRITES = [
  { method: 'PUT', path: /^inputs\/[^/]+$/ },
  { method: 'PUT', path: /^inputs\/[^/]+\/pause/ },
  { method: 'POST', path: /^plumbing\// },
];
const READS = [{ method: 'GET', path: /^inputs/ }];

const SPOIL: Record<FaultName, (faults: Faults, limits: FaultLimits) => void> = {
  delay: (faults, limits) => faults.delay(SLOW_MS, limits),
  late: (faults, limits) => faults.delay(LATE_MS, limits),
  drop_before: (faults, limits) => faults.dropBefore(limits),
  drop_after: (faults, limits) => faults.dropAfter(limits),
  hang_before: (faults, limits) => faults.hang(limits),
  hang_after: (faults, limits) => faults.hang({ ...limits, takesEffect: true }),
  rate_limit: (faults, limits) => faults.rateLimit(1, limits),
  refuse_500: (faults, limits) => faults.status(500, limits),
  refuse_504: (faults, limits) => faults.status(504, limits),
  effect_500: (faults, limits) => faults.status(500, { ...limits, takesEffect: true }),
  effect_504: (faults, limits) => faults.status(504, { ...limits, takesEffect: true }),
};

/** Spoils the next write of some kind, or the next look at an input. */
export function spoil(
  faults: Faults,
  { name, reading }: { readonly name: FaultName; readonly reading: boolean },
  pick: <Of>(of: readonly Of[]) => Of | undefined,
): void {
  SPOIL[name](faults, { ...pick(reading ? READS : WRITES), times: 1 });
}
