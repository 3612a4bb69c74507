import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anything, policies } from '../support/chaos/any-life.ts';
import { Model, type ModelChange, type ModelPolicy } from '../support/chaos/model.ts';
import { markedInput } from '../support/chaos/planned.ts';
import { type Real, startReal } from '../support/chaos/real.ts';
import { settleAll } from '../support/chaos/settle-all.ts';
import { type Stage, setStage } from '../support/chaos/stage.ts';
import { fc } from '../support/properties.ts';

const RUNS = Number(process.env.FC_RUNS ?? 40);

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
    const inputs = ['a', 'b'].map((name) => {
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
      { numRuns: RUNS, endOnFailure: true },
    );
    if (process.env.FC_SEED !== undefined) return;
    // Runs in which little happens show little.
    const states = new Set(ended.map(({ state }) => state));
    expect([...states].sort()).toEqual(['applied', 'cancelled', 'expired', 'failed', 'rejected', 'stale']);
    expect(ended.filter(({ effects }) => effects === 1).length).toBeGreaterThan(RUNS / 2);
    expect(ended.filter(({ alone, effects }) => alone && effects === 1).length).toBeGreaterThan(0);
  }, 300_000);
});
