import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pipeline } from '../../src/services/pipeline.ts';
import { Undoing } from '../../src/services/undoing/undoing.ts';
import { trialApplying } from '../support/applying.ts';
import { markedInput, planOfMark } from '../support/chaos/planned.ts';
import { pipelineOf, type Stage, setStage } from '../support/chaos/stage.ts';
import { clickOf, trialChanges, trialRights } from '../support/rights.ts';

/** Two undo the same change, and all that the one does happens while the other one's reading of the input is under way. */
describe('a change that two undo at once', () => {
  let stage: Stage;
  let pipeline: Pipeline;
  beforeAll(async () => {
    stage = await setStage();
    pipeline = pipelineOf(stage);
  });
  afterAll(() => stage.close());

  it('is undone once, and the second one reads who did it', async () => {
    const { pool, store, alooma } = stage;
    const changes = trialChanges(pool, store);
    const applying = trialApplying({ pool, store, pipeline, settleAfter: 60_000 });
    const input = markedInput('undone_twice');
    alooma.write(input.document);
    const { id } = await changes.ask(planOfMark(input, input.document, 'm1'), clickOf('U0ASKER'));
    await changes.approve(id, clickOf('U0BOB'));
    await applying.apply(id);

    const through = (readInput: Pipeline['readInput']) =>
      new Undoing({ pool, changes, rights: trialRights(), pipeline: { ...pipeline, readInput } });
    const quick = through((which) => pipeline.readInput(which));
    const slow = through(async (which) => {
      const read = await pipeline.readInput(which);
      const undo = await quick.undo(id, clickOf('U0QUICK'));
      await changes.approve(undo.id, clickOf('U0BOB'));
      await applying.apply(undo.id);
      return read;
    });
    await expect(slow.undo(id, clickOf('U0SLOW'))).rejects.toMatchObject({
      code: 'out_of_date',
      message: expect.stringContaining('It was undone already: <@U0QUICK> asked for'),
    });
    const { rows } = await pool.query('select state from changes where undoes = $1', [id]);
    expect(rows).toEqual([{ state: 'applied' }]);
  });
});
