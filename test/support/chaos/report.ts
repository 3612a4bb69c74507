import type { ChangeState } from '../../../src/domain/change.ts';
import type { Fleet } from './fleet.ts';
import { audit, type Findings } from './ledger.ts';
import type { Stage } from './stage.ts';

export interface Report extends Findings {
  readonly seed: number;
  readonly changes: number;
  readonly states: Readonly<Partial<Record<ChangeState, number>>>;
  readonly kills: { readonly web: number; readonly worker: number };
  readonly restarts: number;
  /** Writes that Alooma met, and how many of them a fault met. */
  readonly writes: number;
  readonly spoilt: number;
  readonly seconds: number;
}

function countBy<Of extends string>(of: readonly Of[]): Partial<Record<Of, number>> {
  const counts: Partial<Record<Of, number>> = {};
  for (const one of of) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
}

/** Holds Alooma's log against the table. */
export async function reportOf(
  { pool, store, alooma, writes }: Stage,
  fleet: Fleet,
  { seed, startedAt }: { readonly seed: number; readonly startedAt: number },
): Promise<Report> {
  const { rows } = await pool.query<{ id: string }>('select id from changes order by requested_at');
  const found = await Promise.all(rows.map(({ id }) => store.find(pool, id)));
  const changes = found.filter((change) => change !== undefined);
  const { kills } = fleet;
  return {
    ...audit({ changes, writes, kills, inputs: alooma.inputs() }),
    seed,
    changes: changes.length,
    states: countBy(changes.map(({ state }) => state)),
    kills: { web: 0, worker: 0, ...countBy(kills.map(({ role }) => role)) },
    restarts: fleet.restarts(),
    writes: writes.length,
    spoilt: writes.filter(({ fault }) => fault !== undefined).length,
    seconds: Math.round((Date.now() - startedAt) / 1_000),
  };
}

/** What a run has shown, for whoever reads the output of the tests. */
export function summaryOf({ seed, changes, kills, states, ...rest }: Report): string {
  const byState = Object.entries(states).map(([state, count]) => `${state} ${count}`);
  return [
    `chaos: CHAOS_SEED=${seed}, ${changes} changes, ${kills.web} web and ${kills.worker} worker processes killed, ${rest.restarts} restarts, ${rest.seconds} s`,
    `  ended: ${byState.sort().join(', ')}; ${rest.unknown} of unknown outcome`,
    `  Alooma: ${rest.writes} writes, ${rest.spoilt} met by a fault, ${rest.effects} carried out, ${rest.doubled} double effects`,
  ].join('\n');
}
