import type { ChangeState } from '../../../src/domain/change.ts';
import { aboutAlone } from './alarms.ts';
import type { Fleet } from './fleet.ts';
import { audit, type Findings } from './ledger.ts';
import { APPROVERS } from './policy.ts';
import type { Stage } from './stage.ts';
import { lateness, timedPausesOf } from './timers.ts';

export interface Report extends Findings {
  readonly seed: number;
  readonly changes: number;
  readonly states: Readonly<Partial<Record<ChangeState, number>>>;
  readonly kills: { readonly web: number; readonly worker: number };
  readonly restarts: number;
  /** Writes that Alooma met, and how many of them a fault met. */
  readonly writes: number;
  readonly spoilt: number;
  /** How the pauses ended that were to end by themselves. */
  readonly timers: Readonly<Record<string, number>>;
  /** How long after its time the last of those was ended that nobody had ended before, in milliseconds. */
  readonly latest: number;
  /** What was asked for to take back something, and what was carried out of that. */
  readonly undos: { readonly asked: number; readonly applied: number };
  readonly alone: number;
  readonly seconds: number;
}

function countBy<Of extends string>(of: readonly Of[]): Partial<Record<Of, number>> {
  const counts: Partial<Record<Of, number>> = {};
  for (const one of of) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
}

/** Holds Alooma's log against the table. */
export async function reportOf(
  { pool, store, alooma, slack, writes }: Stage,
  fleet: Fleet,
  { seed, startedAt }: { readonly seed: number; readonly startedAt: number },
): Promise<Report> {
  const { rows } = await pool.query<{ id: string }>('select id from changes order by requested_at');
  const rowsFound = await Promise.all(rows.map(({ id }) => store.find(pool, id)));
  const changes = rowsFound.filter((change) => change !== undefined);
  const { kills } = fleet;
  const found = audit({ changes, writes, kills, inputs: alooma.inputs() });
  const seen = new Map(APPROVERS.map((id) => [id, slack.state(id).messages]));
  const alarms = changes.flatMap((change) =>
    aboutAlone(change, seen).map(
      (fault) => `${change.action} of ${change.inputName} (${change.id}) ${fault}`,
    ),
  );
  const timers = timedPausesOf(changes);
  const undos = changes.filter(({ undoes }) => undoes !== undefined);
  return {
    ...found,
    wrong: [...fleet.faults, ...found.wrong, ...alarms],
    timers: countBy(timers.map(({ timer }) => timer.ended ?? 'running')),
    latest: Math.max(0, ...timers.map(lateness)),
    undos: { asked: undos.length, applied: undos.filter(({ state }) => state === 'applied').length },
    alone: changes.filter(({ aloneReason }) => aloneReason !== undefined).length,
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
  const listed = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .sort()
      .join(', ') || 'none';
  return [
    `chaos: CHAOS_SEED=${seed}, ${changes} changes, ${kills.web} web and ${kills.worker} worker processes killed, ${rest.restarts} restarts, ${rest.seconds} s`,
    `  ended: ${listed(states)}; ${rest.unknown} of unknown outcome`,
    `  timed pauses: ${listed(rest.timers)}, the latest ${rest.latest} ms after its time; undos: ${rest.undos.asked} asked for, ${rest.undos.applied} applied; ${rest.alone} applied alone`,
    `  Alooma: ${rest.writes} writes, ${rest.spoilt} met by a fault, ${rest.effects} carried out, ${rest.doubled} double effects`,
  ].join('\n');
}
