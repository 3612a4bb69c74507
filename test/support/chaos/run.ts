import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../words.ts';
import type { Actor } from '../world.ts';
import { choicesOf } from './choices.ts';
import { gatherCrowd, type Waiting } from './crowd.ts';
import { startFleet } from './fleet.ts';
import { markedInput } from './planned.ts';
import { type Report, reportOf } from './report.ts';
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

/** A few changes meet on each input. */
const CHANGES_AN_INPUT = 4;
/** Alooma works well again once this part of the changes, or less, has not ended. */
const LAST_PART = 1 / 5;
/** More faults than this that wait for their request would spoil everything. */
const FAULTS_AT_ONCE = 6;
const END_WITHIN_MS = 240_000;

/** People, faults and kills, until there are enough changes; then nobody is killed, faults end, and all has to end. */
export async function runChaos({ seed, changes: wanted, calm, mostKills }: ChaosOptions): Promise<Report> {
  const startedAt = Date.now();
  const choices = choicesOf(seed, calm);
  const calming = new AbortController();
  const { signal } = calming;
  const clearing = new AbortController();
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
    const { pool, alooma, writes } = stage;
    const names = addInputs(Math.ceil(wanted / CHANGES_AN_INPUT));
    const crowd = gatherCrowd(stage, choices);
    const inHand = new Set<string>();

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
      for (;;) {
        const left = await countOf(`state in ('pending', 'approved', 'applying')`);
        if (left <= wanted * LAST_PART) clearing.abort();
        if (left === 0) return;
        if (!(await decideOne(by))) await pause(200);
        if (Date.now() - startedAt > END_WITHIN_MS) return;
      }
    }

    /** Repeats something that is chosen each time. */
    async function meanwhile<Of>(
      choose: () => Of & { after: number },
      act: (chosen: Of) => unknown,
      ending: AbortSignal = signal,
    ): Promise<void> {
      while (!ending.aborted) {
        const chosen = choose();
        await pause(chosen.after, undefined, { signal: ending }).catch(() => undefined);
        if (!ending.aborted) await act(chosen);
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
      ).catch(() => undefined);
    };

    await Promise.all([
      ...crowd.people.map(takePart),
      meanwhile(choices.kill, async ({ role, which, atWrite }) => {
        if (killed >= mostKills) return calm;
        if (atWrite) await nextWrite();
        killed += which === 'both' ? 2 : 1;
        await running.kill(role, which);
      }),
      meanwhile(
        choices.fault,
        (fault) => {
          armed += 1;
          if (armed % FAULTS_AT_ONCE === 0) alooma.faults.clear();
          spoil(alooma.faults, fault, choices.one);
        },
        clearing.signal,
      ).finally(() => alooma.faults.clear()),
      meanwhile(choices.outside, ({ input }) => {
        outside += 1;
        const name = nameOf(input);
        if (!alooma.inputs().some((there) => there.name === name)) return;
        alooma.edit(name, ({ configuration }) => Object.assign(configuration, { outside: `o${outside}` }));
      }),
    ]);

    return await reportOf(stage, running, { seed, startedAt });
  } finally {
    calming.abort();
    clearing.abort();
    await fleet?.stop();
    await stage.close();
  }
}
