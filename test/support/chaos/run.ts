import { setTimeout as pause } from 'node:timers/promises';
import { makePolicyFile } from '../policy-file.ts';
import { until } from '../words.ts';
import type { Actor } from '../world.ts';
import { type Choices, choicesOf } from './choices.ts';
import { gatherCrowd } from './crowd.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { inTurn, within } from './limits.ts';
import { markedInput } from './planned.ts';
import { isForEmergencies, POLICY } from './policy.ts';
import { progressOf } from './progress.ts';
import { type Report, reportOf } from './report.ts';
import { type Stage, setStage } from './stage.ts';
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
/** From this part of the changes on, what has not been asked for yet is asked for. */
const LACKING_FROM = 1 / 2;
/** More faults than this that wait for their request would spoil everything. */
const FAULTS_AT_ONCE = 6;
/** So much time is there to ask for so many changes, also on a machine that does much else. */
const asksWithin = (changes: number) => 120_000 + 4_000 * changes;
const END_WITHIN_MS = 240_000;
const CLOSE_WITHIN_MS = 60_000;

/** People, faults and kills, until there are enough changes; then nobody is killed, faults end, and all has to end. */
export async function runChaos(options: ChaosOptions): Promise<Report> {
  const startedAt = Date.now();
  const { seed, calm } = options;
  const choices = choicesOf(seed, calm);
  let fleet: Fleet | undefined;
  const policy = await makePolicyFile(POLICY);
  const stage = await setStage(() => fleet?.eventsUrl());
  const spell = { calming: new AbortController(), clearing: new AbortController() };
  const work = async () => {
    fleet = startFleet(
      {
        ...stage.environment,
        POLICY_FILE: policy.path,
        SETTLE_AFTER: `${SETTLE_MS}ms`,
        ALOOMA_TIMEOUT: `${TIMEOUT_MS}ms`,
        CHANGE_TTL: '1m',
        REMIND_AFTER: '5s',
      },
      choices.one,
    );
    await fleet.whole();
    await rage(stage, fleet, choices, spell, options);
    return reportOf(stage, fleet, { seed, startedAt });
  };
  let report: Report | undefined;
  await inTurn(
    async () => {
      report = await work();
    },
    async () => {
      spell.calming.abort();
      spell.clearing.abort();
    },
    async () => fleet?.stop(),
    () => within(CLOSE_WITHIN_MS, 'the database, Slack and Alooma to close', stage.close()),
    () => policy.remove(),
  );
  if (!report) throw new Error('There is no report');
  return report;
}

/** `calming` ends kills and asking, `clearing` ends faults. */
interface Spell {
  readonly calming: AbortController;
  readonly clearing: AbortController;
}

async function rage(
  stage: Stage,
  fleet: Fleet,
  choices: Choices,
  { calming, clearing }: Spell,
  { changes: wanted, mostKills }: ChaosOptions,
): Promise<void> {
  const { pool, alooma, writes } = stage;
  const { signal } = calming;
  const names = addInputs(Math.ceil(wanted / CHANGES_AN_INPUT));
  const crowd = gatherCrowd(stage, choices);
  const progress = progressOf(pool);
  const inHand = new Set<string>();
  const askUntil = Date.now() + asksWithin(wanted);
  let endUntil = Infinity;

  function addInputs(count: number): string[] {
    const inputs = Array.from({ length: count }, (_, at) => markedInput(`in_${at}`));
    for (const { document } of inputs) alooma.write(document);
    return inputs.map(({ name }) => name);
  }

  const nameOf = (input: number) => names[input % names.length] ?? '';

  async function decideOne(by: Actor, isAloneLacking: boolean): Promise<boolean> {
    const change = (await progress.waiting()).find(({ id }) => !inHand.has(id));
    if (!change) return false;
    inHand.add(change.id);
    const verdict = choices.verdict();
    await crowd.decide(by, change, isAloneLacking && isForEmergencies(change.action) ? 'alone' : verdict);
    inHand.delete(change.id);
    return true;
  }

  async function askAndDecide(by: Actor): Promise<void> {
    while (!signal.aborted) {
      const asked = await progress.asked();
      const lacks = await progress.lacks();
      const isLacking = asked >= wanted * LACKING_FROM;
      if (asked >= wanted && !Object.values(lacks).includes(true)) return calming.abort();
      if (Date.now() > askUntil) {
        throw new Error(
          `Waited in vain for ${wanted} changes: there are ${asked}, lacking ${JSON.stringify(lacks)}`,
        );
      }
      const { what, input, now } = choices.ask();
      if (!now && (await decideOne(by, isLacking && lacks.alone))) continue;
      const lacking = lacks.timedPause ? 'timed_pause' : lacks.undo ? 'undo' : what;
      await crowd.ask(by, isLacking ? lacking : what, nameOf(input));
    }
  }

  /** Decides until nothing is left to end, or it takes too long: then the report says what has not ended. */
  async function decideAll(by: Actor): Promise<void> {
    endUntil = Math.min(endUntil, Date.now() + END_WITHIN_MS);
    for (;;) {
      const open = await progress.open();
      const isOver = Date.now() > endUntil;
      if (open <= wanted * LAST_PART || isOver) clearing.abort();
      if (isOver || (open === 0 && (await progress.unsettled()) === 0)) return;
      if (!(await decideOne(by, false))) await pause(200);
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
    ...crowd.people.map(async (by) => {
      await askAndDecide(by);
      await decideAll(by);
    }),
    meanwhile(choices.kill, async ({ role, which, atWrite }) => {
      if (killed >= mostKills) return;
      if (atWrite) await nextWrite();
      killed += which === 'both' ? 2 : 1;
      await fleet.kill(role, which);
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
}
