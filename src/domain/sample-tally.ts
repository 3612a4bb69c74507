import type { Sample } from './sample.ts';

/** How many samples there are of a status, beside how many events ended so. */
export interface Tally {
  readonly status: string;
  readonly samples: number;
  /** Absent where that is not known. */
  readonly events: number | undefined;
}

/**
 * @param counts how many events ended with which status: those that no sample is kept of are told, too
 * @returns the most frequent first
 */
export function tallyOf(
  samples: readonly Sample[],
  counts: ReadonlyMap<string, number> = new Map(),
): Tally[] {
  const kept = new Map<string, number>();
  for (const { status } of samples) {
    if (status !== undefined) kept.set(status, (kept.get(status) ?? 0) + 1);
  }
  return [...new Set([...counts.keys(), ...kept.keys()])]
    .map((status) => ({ status, samples: kept.get(status) ?? 0, events: counts.get(status) }))
    .sort(
      (one, other) =>
        (other.events ?? 0) - (one.events ?? 0) ||
        other.samples - one.samples ||
        (one.status < other.status ? -1 : 1),
    );
}
