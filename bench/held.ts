import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

/** For how long a piece of work holds up everybody else. */

/** Nothing may wait for longer, in milliseconds. */
export const MOST_HELD_MS = 50;
const ROUNDS = 7;
const MOST_ROUNDS = 40;

/** All in milliseconds. */
export interface Held {
  /** What the work takes, as a rule. */
  readonly taken: number;
  /**
   * The longest that nothing else could be done, in the round that was held up least: what the work itself does shows in
   * every round, and what a busy machine does beside it does not.
   */
  readonly held: number;
  /** The same in the worst round. */
  readonly worst: number;
}

/**
 * @param work is done several times, the first of which is spent on compiling
 * @param enough in milliseconds: while every round was held up longer it is done again and again, since a machine may be
 *   busy for all of the usual ones
 */
export async function measureHeld(
  work: () => Promise<unknown>,
  enough = Number.POSITIVE_INFINITY,
): Promise<Held> {
  await round(work);
  const rounds: { readonly taken: number; readonly held: number }[] = [];
  const isBusy = () => rounds.length < MOST_ROUNDS && rounds.every(({ held }) => held >= enough);
  while (rounds.length < ROUNDS - 1 || isBusy()) rounds.push(await round(work));
  const held = rounds.map((one) => one.held);
  return {
    taken: median(rounds.map(({ taken }) => taken)),
    held: Math.min(...held),
    worst: Math.max(...held),
  };
}

/** @returns a line for people, with the limit where the work is held to it */
export function heldLine({ held, worst }: Held, isLimited: boolean): string {
  const limit = isLimited
    ? `limit ${MOST_HELD_MS} ms`
    : 'no limit: parsing such a text takes 20 to 40 ms by itself';
  return `event loop held     ${ms(held)} at most, ${ms(worst)} in the worst round (${limit})`;
}

export function ms(time: number): string {
  return `${time.toFixed(1)} ms`;
}

async function round(work: () => Promise<unknown>): Promise<{ taken: number; held: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.reset();
  // What is done before its next tick is not measured.
  await new Promise((resolve) => setTimeout(resolve, 5));
  const started = performance.now();
  await work();
  const taken = performance.now() - started;
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.disable();
  return { taken, held: delay.max / 1e6 };
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
