import { describe, expect, it } from '@jest/globals';
import { summaryOf } from '../support/chaos/report.ts';
import { runChaos } from '../support/chaos/run.ts';

/**
 * Real processes are killed while people ask, approve and change their minds and Alooma fails; then Alooma's log and the
 * table have to agree. `npm run test:chaos` is the long run; `CHAOS_SEED` repeats what was chosen, and `CHAOS_CHANGES`
 * says how many changes there are to be.
 */
const SHORT = { changes: 24, calm: { min: 300, max: 1_500 }, mostKills: 5 };
const LONG = { calm: { min: 1_000, max: 6_000 }, mostKills: Number.POSITIVE_INFINITY };

describe('two web and two worker processes that are killed at any moment', () => {
  it('bring every change to its end: what was approved is done once, and nothing else is', async () => {
    const { CHAOS_SEED, CHAOS_CHANGES } = process.env;
    const seed = CHAOS_SEED === undefined ? Math.floor(Math.random() * 1e9) : Number(CHAOS_SEED);
    const options = CHAOS_CHANGES === undefined ? SHORT : { ...LONG, changes: Number(CHAOS_CHANGES) };
    const report = await runChaos({ seed, ...options });
    process.stdout.write(`${summaryOf(report)}\n`);
    expect({ seed, wrong: report.wrong }).toEqual({ seed, wrong: [] });
    expect(report.doubled).toBe(0);
    expect(report.changes).toBeGreaterThanOrEqual(options.changes);
    // A run in which nothing happens shows nothing.
    expect(report.restarts).toBeGreaterThan(0);
    expect(report.spoilt).toBeGreaterThan(0);
    expect(report.states.applied).toBeGreaterThan(options.changes / 4);
    expect(report.timers).not.toEqual({});
    expect(report.undos.asked).toBeGreaterThan(0);
    expect(report.alone).toBeGreaterThan(0);
    // Each part of a run has a limit of its own, which says what was waited for: this is more than all of them.
  }, 1_500_000);
});
