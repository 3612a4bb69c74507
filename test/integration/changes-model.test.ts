import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { markedInput } from '../support/chaos/planned.ts';
import { type Stage, setStage } from '../support/chaos/stage.ts';
import { FOUND } from '../support/model/found.ts';
import { anything, policies } from '../support/model/life.ts';
import { Model, type ModelChange, type ModelPolicy } from '../support/model/model.ts';
import { type Real, startReal } from '../support/model/real.ts';
import { settleAll } from '../support/model/settling.ts';
import { fc } from '../support/properties.ts';

const RUNS = Number(process.env.FC_RUNS ?? 55);
/** As long as a failure may be made smaller; the smallest so far is told of then. */
const WITHIN_MS = 240_000;

/** Whatever people, time, workers and Alooma do, in any order. */
describe('the life of changes', () => {
  let stage: Stage;
  let real: Real;
  beforeAll(async () => {
    stage = await setStage();
    real = startReal(stage);
  });
  afterAll(() => stage.close());

  function begin(policy: ModelPolicy): { model: Model; real: Real } {
    // Of a run that failed, nothing is left for the next one.
    stage.alooma.faults.clear();
    real.newWrites();
    const inputs = ['a', 'b', 'c'].map((name) => {
      const { id, name: unique, document } = markedInput(`${name}_${Math.random()}`);
      stage.alooma.write(document);
      return { id, name: unique, document };
    });
    const model = new Model(inputs, policy);
    real.obey(policy);
    for (const person of ['U0OLIVIA', 'U0AINO', 'U0BEA'] as const) real.seeAs(person, 'member');
    real.seeAs('U0GUS', 'guest');
    return { model, real };
  }

  const ended: ModelChange[] = [];

  it('goes as the model says: what was approved is applied once, on what was shown, and everything ends', async () => {
    await fc.assert(
      fc.asyncProperty(policies, anything, async (policy, commands) => {
        const { model } = begin(policy);
        await fc.asyncModelRun(() => ({ model, real }), commands);
        await settleAll(model, real);
        ended.push(...model.changes);
      }),
      { numRuns: RUNS, interruptAfterTimeLimit: WITHIN_MS, examples: FOUND },
    );
    process.stdout.write(`${summaryOf(ended)}\n`);
    if (process.env.FC_SEED !== undefined) return;
    // Runs in which little happens show little.
    const states = new Set(ended.map(({ state }) => state));
    expect([...states].sort()).toEqual(['applied', 'cancelled', 'expired', 'failed', 'rejected', 'stale']);
    expect(done(ended).length).toBeGreaterThan(RUNS / 2);
    for (const which of Object.values(KINDS_OF_NOTE)) expect(done(ended).some(which)).toBe(true);
    const ends = new Set(ended.map(({ timer }) => timer?.ended));
    expect([...ends].sort()).toEqual(['elsewhere', 'failed', 'gone', 'replaced', 'resumed', undefined]);
  }, 300_000);
});

const done = (changes: readonly ModelChange[]) => changes.filter(({ effects }) => effects === 1);

const KINDS_OF_NOTE: Readonly<Record<string, (change: ModelChange) => boolean>> = {
  'by one person alone': ({ alone }) => alone !== undefined,
  'to take another back': ({ undoes }) => undoes !== undefined,
  'at the end of a timed pause': ({ resumes }) => resumes !== undefined,
};

function summaryOf(changes: readonly ModelChange[]): string {
  const carriedOut = done(changes);
  const ofNote = Object.entries(KINDS_OF_NOTE).map(
    ([says, which]) => `${carriedOut.filter(which).length} ${says}`,
  );
  return `Model: seed ${fc.readConfigureGlobal().seed}, ${RUNS} runs, ${changes.length} changes, ${carriedOut.length} carried out, of which ${ofNote.join(', ')}`;
}
