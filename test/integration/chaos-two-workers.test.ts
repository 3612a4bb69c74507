import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pipeline } from '../../src/services/pipeline.ts';
import { trialApplying } from '../support/applying.ts';
import { markedInput, planOfMark } from '../support/chaos/planned.ts';
import { pipelineOf, type Stage, setStage } from '../support/chaos/stage.ts';
import { clickOf, trialChanges, trialDirectory } from '../support/rights.ts';

/** One was taken for dead, and is not: what it read of the row is older than what the other one has done since. */
describe('two workers at one change', () => {
  let stage: Stage;
  let pipeline: Pipeline;
  beforeAll(async () => {
    stage = await setStage();
    pipeline = pipelineOf(stage);
  });
  afterAll(() => stage.close());

  async function approved(name: string, marker: string): Promise<string> {
    const input = markedInput(name);
    stage.alooma.write(input.document);
    const changes = trialChanges(stage.pool, stage.store);
    const { id } = await changes.ask(planOfMark(input, input.document, marker), clickOf('U0ASKER'));
    await changes.approve(id, clickOf('U0BOB'));
    return id;
  }

  function signal(): { readonly seen: Promise<void>; give(): void } {
    let give: () => void = () => undefined;
    const seen = new Promise<void>((resolve) => {
      give = resolve;
    });
    return { seen, give: () => give() };
  }

  const markerOf = (name: string) =>
    stage.alooma.inputs().find((input) => input.name === name)?.configuration.marker;

  it('end it by the write of the one, not by what the other has found to be refused before that', async () => {
    const { pool, store } = stage;
    const id = await approved('refused_late', 'm1');
    const [isAsking, isSending] = [signal(), signal()];
    const slow = trialApplying({
      ...{ pool, store, pipeline, settleAfter: 60_000 },
      directory: {
        ...trialDirectory(),
        actor: async (userId) => {
          isAsking.give();
          await isSending.seen;
          return { userId, standing: 'guest' };
        },
      },
    });
    const slowly = slow.apply(id);
    await isAsking.seen;
    const quick = trialApplying({
      ...{ pool, store, settleAfter: 60_000 },
      pipeline: {
        ...pipeline,
        async replaceInput(...given) {
          isSending.give();
          await slowly;
          await pipeline.replaceInput(...given);
        },
      },
    });
    await quick.apply(id);
    expect(await store.find(pool, id)).toMatchObject({ state: 'applied', writes: 1 });
    expect(markerOf('refused_late')).toBe('m1');
  });

  it('write nothing more once Alooma has refused what one of them sent', async () => {
    const { pool, store, alooma, writes } = stage;
    const id = await approved('refused_first', 'm2');
    const isReading = signal();
    const hasEnded = signal();
    const slow = trialApplying({
      ...{ pool, store, settleAfter: 60_000 },
      pipeline: {
        ...pipeline,
        async readInput(inputId) {
          const read = await pipeline.readInput(inputId);
          isReading.give();
          await hasEnded.seen;
          return read;
        },
      },
    });
    const slowly = slow.apply(id);
    await isReading.seen;
    alooma.faults.status(403, { method: 'PUT', times: 1 });
    await trialApplying({ pool, store, pipeline, settleAfter: 60_000 }).apply(id);
    hasEnded.give();
    await slowly;
    expect((await store.find(pool, id))?.state).toBe('failed');
    expect(writes.filter(({ body }) => body.includes('"m2"'))).toHaveLength(1);
    expect(markerOf('refused_first')).toBe('m0');
  });
});
