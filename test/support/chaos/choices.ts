import fc from 'fast-check';

/** What a run of chaos chooses, all of it from its seed: the order in which the choices meet is the machine's. */

export const ASKS = [
  'edit',
  'add_table',
  'pause',
  'resume',
  'timed_pause',
  'extend',
  'resume_now',
  'undo',
  'delete',
  'create',
] as const;
export const VERDICTS = [
  'approve',
  /** The same person clicks twice. */
  'approve_twice',
  /** Slack delivers the click twice. */
  'redelivered',
  'two_at_once',
  'by_the_asker',
  'by_a_guest',
  'reject',
  'cancel',
  'approve_and_cancel',
  'approve_and_reject',
  'alone',
  'alone_and_approve',
  /** The form of it is delivered twice. */
  'alone_redelivered',
  'alone_by_another',
  'lapse',
] as const;
export const FAULTS = [
  'delay',
  'late',
  'drop_before',
  'drop_after',
  'hang_before',
  'hang_after',
  'refuse_500',
  'effect_500',
  'refuse_504',
  'effect_504',
  'rate_limit',
] as const;

export type Asking = (typeof ASKS)[number];
export type Verdict = (typeof VERDICTS)[number];
export type FaultName = (typeof FAULTS)[number];

export interface Kill {
  /** Milliseconds after the one before. */
  readonly after: number;
  readonly role: 'web' | 'worker';
  /** Which of the two, or both of them. */
  readonly which: 0 | 1 | 'both';
  /** As Alooma carries out a write, of which nobody then hears. */
  readonly atWrite: boolean;
}

export interface Choices {
  ask(): { readonly what: Asking; readonly input: number; readonly now: boolean };
  verdict(): Verdict;
  kill(): Kill;
  fault(): { readonly name: FaultName; readonly after: number; readonly reading: boolean };
  outside(): { readonly input: number; readonly after: number };
  /** Which of several. */
  one<Of>(of: readonly Of[]): Of | undefined;
}

/** @param calm how far apart kills are, in milliseconds */
export function choicesOf(seed: number, calm: { readonly min: number; readonly max: number }): Choices {
  let streams = 0;
  /** Each is a sequence of its own: how often one is asked must not move another. */
  function stream<Of>(arbitrary: fc.Arbitrary<Of>): () => Of {
    streams += 1;
    const [values] = fc.sample(fc.infiniteStream(arbitrary, { noHistory: true }), {
      numRuns: 1,
      seed: seed + streams,
    });
    if (!values) throw new Error('No choices were made');
    return () => values.next().value;
  }
  const weighted = <Of>(weights: readonly (readonly [Of, number])[]) =>
    fc.oneof(...weights.map(([value, weight]) => ({ arbitrary: fc.constant(value), weight })));

  const which = stream(fc.nat({ max: 1_000_000 }));
  return {
    ask: stream(
      fc.record({
        what: weighted<Asking>([
          ['edit', 8],
          ['add_table', 3],
          ['pause', 3],
          ['resume', 3],
          ['timed_pause', 5],
          ['extend', 2],
          ['resume_now', 1],
          ['undo', 5],
          ['delete', 2],
          ['create', 2],
        ]),
        input: fc.nat({ max: 1_000_000 }),
        now: fc.boolean(),
      }),
    ),
    verdict: stream(
      weighted<Verdict>([
        ['approve', 8],
        ['approve_twice', 3],
        ['redelivered', 2],
        ['two_at_once', 5],
        ['by_the_asker', 2],
        ['by_a_guest', 1],
        ['reject', 1],
        ['cancel', 1],
        ['approve_and_cancel', 2],
        ['approve_and_reject', 1],
        ['alone', 2],
        ['alone_and_approve', 2],
        ['alone_redelivered', 1],
        ['alone_by_another', 1],
        ['lapse', 1],
      ]),
    ),
    kill: stream(
      fc.record({
        after: fc.integer(calm),
        role: weighted<'web' | 'worker'>([
          ['web', 1],
          ['worker', 2],
        ]),
        which: weighted<0 | 1 | 'both'>([
          [0, 3],
          [1, 3],
          ['both', 1],
        ]),
        atWrite: fc.boolean(),
      }),
    ),
    fault: stream(
      fc.record({
        // The first is what a pause before looking again is for.
        name: fc.constantFrom('late', 'late', 'late', ...FAULTS),
        after: fc.integer({ min: 100, max: 600 }),
        reading: weighted([
          [true, 1],
          [false, 4],
        ]),
      }),
    ),
    outside: stream(
      fc.record({ input: fc.nat({ max: 1_000_000 }), after: fc.integer({ min: 500, max: 2_000 }) }),
    ),
    one: (of) => of[which() % of.length],
  };
}
