import { setTimeout as pause } from 'node:timers/promises';
import type { Change, ChangeState } from '../../../src/domain/change.ts';
import { until } from '../words.ts';
import type { Actor } from '../world.ts';
import { choicesOf } from './choices.ts';
import { gatherCrowd, type Waiting } from './crowd.ts';
import { startFleet } from './fleet.ts';
import { audit, type Findings } from './ledger.ts';
import { markedInput } from './planned.ts';
import { setStage } from './stage.ts';
import { SETTLE_MS, spoil, TIMEOUT_MS } from './weather.ts';

export interface ChaosOptions {
  readonly seed: number;
  /** How many changes there are to be at least. */
  readonly changes: number;
  /** Milliseconds from one kill to the next. */
  readonly calm: { readonly min: number; readonly max: number };
  /** No process is killed once so many are. */
  readonly mostKills: number;
}

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

/** A few changes meet on each input. */
const CHANGES_AN_INPUT = 4;
/** More faults than this that wait for their request would spoil everything. */
const FAULTS_AT_ONCE = 6;
const END_WITHIN_MS = 240_000;

/** People, faults and kills, until there are enough changes; then calm, until all of them have ended. */
export async function runChaos({ seed, changes: wanted, calm, mostKills }: ChaosOptions): Promise<Report> {
  const startedAt = Date.now();
  const choices = choicesOf(seed, calm);
  let fleet: ReturnType<typeof startFleet> | undefined;
  const stage = await setStage(() => fleet?.eventsUrl());
  try {
    fleet = startFleet(
      {
        ...stage.environment,
        SETTLE_AFTER: `${SETTLE_MS}ms`,
        ALOOMA_TIMEOUT: `${TIMEOUT_MS}ms`,
        CHANGE_TTL: '1m',
        REMIND_AFTER: '5s',
      },
      choices.one,
    );
    const running = fleet;
    await running.whole();
    const { pool, store, alooma, writes } = stage;
    const names = addInputs(Math.ceil(wanted / CHANGES_AN_INPUT));
    const crowd = gatherCrowd(stage, choices);
    const inHand = new Set<string>();
    const calming = new AbortController();
    const { signal } = calming;

    function addInputs(count: number): string[] {
      const inputs = Array.from({ length: count }, (_, at) => markedInput(`in_${at}`));
      for (const { document } of inputs) alooma.write(document);
      return inputs.map(({ name }) => name);
    }

    const nameOf = (input: number) => names[input % names.length] ?? '';
    const countOf = async (where: string) =>
      Number((await pool.query(`select count(*) from changes where ${where}`)).rows[0]?.count);

    async function oneThatWaits(): Promise<Waiting | undefined> {
      const { rows } = await pool.query<Waiting>(
        `select id, requested_by, card_ts from changes where state = 'pending' order by requested_at`,
      );
      return rows.find(({ id }) => !inHand.has(id));
    }

    async function decideOne(by: Actor): Promise<boolean> {
      const change = await oneThatWaits();
      if (!change) return false;
      inHand.add(change.id);
      await crowd.decide(by, change, choices.verdict());
      inHand.delete(change.id);
      return true;
    }

    /** Asks and decides by turns; then decides only, until nothing waits. */
    async function takePart(by: Actor): Promise<void> {
      while (!signal.aborted) {
        const { what, input, now } = choices.ask();
        if (now || !(await decideOne(by))) await crowd.ask(by, what, nameOf(input));
        if ((await countOf('true')) >= wanted) calming.abort();
      }
      while ((await countOf(`state in ('pending', 'approved', 'applying')`)) > 0) {
        if (!(await decideOne(by))) await pause(200);
        if (Date.now() - startedAt > END_WITHIN_MS) return;
      }
    }

    /** Repeats something that is chosen each time, until it is calm. */
    async function meanwhile<Of>(
      choose: () => Of & { after: number },
      act: (chosen: Of) => unknown,
    ): Promise<void> {
      while (!signal.aborted) {
        const chosen = choose();
        await pause(chosen.after, undefined, { signal }).catch(() => undefined);
        if (!signal.aborted) await act(chosen);
      }
    }

    let killed = 0;
    let armed = 0;
    let outside = 0;
    const nextWrite = () => {
      const met = writes.length;
      return until(
        () => signal.aborted || writes.length > met,
        () => 'a write',
      );
    };

    await Promise.all([
      ...crowd.people.map(takePart),
      meanwhile(choices.kill, async ({ role, which, atWrite }) => {
        if (killed >= mostKills) return calm;
        if (atWrite) await nextWrite();
        killed += which === 'both' ? 2 : 1;
        await running.kill(role, which);
      }),
      meanwhile(choices.fault, (fault) => {
        armed += 1;
        if (armed % FAULTS_AT_ONCE === 0) alooma.faults.clear();
        spoil(alooma.faults, fault, choices.one);
      }).finally(() => alooma.faults.clear()),
      meanwhile(choices.outside, ({ input }) => {
        outside += 1;
        const name = nameOf(input);
        if (!alooma.inputs().some((there) => there.name === name)) return;
        alooma.edit(name, ({ configuration }) => Object.assign(configuration, { outside: `o${outside}` }));
      }),
    ]);

    const { rows } = await pool.query<{ id: string }>('select id from changes order by requested_at');
    const all: Change[] = [];
    for (const { id } of rows) all.push(...((await store.find(pool, id).then((row) => row && [row])) ?? []));
    const findings = audit({ changes: all, writes, kills: running.kills, inputs: alooma.inputs() });
    return {
      ...findings,
      seed,
      changes: all.length,
      states: countBy(all.map(({ state }) => state)),
      kills: { web: 0, worker: 0, ...countBy(running.kills.map(({ role }) => role)) },
      restarts: running.restarts(),
      writes: writes.length,
      spoilt: writes.filter(({ fault }) => fault !== undefined).length,
      seconds: Math.round((Date.now() - startedAt) / 1_000),
    };
  } finally {
    await fleet?.stop();
    await stage.close();
  }
}

function countBy<Of extends string>(of: readonly Of[]): Partial<Record<Of, number>> {
  const counts: Partial<Record<Of, number>> = {};
  for (const one of of) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
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
