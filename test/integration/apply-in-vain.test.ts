import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAlooma } from '../../src/alooma/index.ts';
import type { Change } from '../../src/domain/change.ts';
import type { Plan } from '../../src/services/planning/planning.ts';
import { trialApplying } from '../support/applying.ts';
import { type Marked, markedInput, planOfMark } from '../support/chaos/planned.ts';
import { type Stage, setStage } from '../support/chaos/stage.ts';
import { clickOf, trialChanges, trialDirectory, trialRights } from '../support/rights.ts';

/** A write without an answer, and by the time that its outcome has settled the change is not to be made any more. */
describe('what was sent, and is not sent again', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(() => stage.close());

  const directory = trialDirectory();
  const rights = trialRights(undefined, directory);

  function applying({ pool, store, alooma }: Stage) {
    const options = { credentials: { apiKey: alooma.apiKey }, retry: { attempts: 1 } };
    const pipeline = createAlooma({ baseUrl: alooma.url, ...options });
    return trialApplying({ pool, store, pipeline, rights, directory, settleAfter: 60_000 });
  }

  /** Sends it, hears nothing, and comes back once that has settled. */
  async function sentInVain(
    planOf: (input: Marked) => Plan,
    { approver, meanwhile }: { approver?: string; meanwhile: (id: string, input: Marked) => unknown },
  ): Promise<Change | undefined> {
    const { pool, store, alooma, writes } = stage;
    const input = markedInput(`in_vain_${Math.random()}`);
    alooma.write(input.document);
    const changes = trialChanges(pool, store, rights);
    const { id } = await changes.ask(planOf(input), clickOf('U0ASKER'));
    if (approver) await changes.approve(id, clickOf(approver));
    alooma.faults.dropBefore({ method: 'PUT', times: 1 });
    expect(await applying(stage).apply(id)).toMatchObject({ again: expect.any(Date) });
    await meanwhile(id, input);
    await pool.query(`update changes set written_at = written_at - interval '1 hour' where id = $1`, [id]);
    const before = writes.length;
    expect(await applying(stage).apply(id)).toBeUndefined();
    expect(writes.length).toBe(before);
    return store.find(pool, id);
  }

  it('has failed where the time until which an input was to be paused is over, and its card says how the input was read', async () => {
    const hence = new Date(Date.now() + 3_600_000);
    const ended = await sentInVain(
      ({ id, name }) => ({
        input: { id, name, type: 'ODBC' },
        operation: { kind: 'pause' },
        timer: { until: hence },
      }),
      {
        meanwhile: (id) => stage.pool.query('update changes set pause_until = now() where id = $1', [id]),
      },
    );
    expect(ended).toMatchObject({ state: 'failed', writes: 1 });
    expect(ended?.outcome).toBe(
      `The time until which \`${ended?.inputName}\` was to be paused is over. It may have been sent: \`${ended?.inputName}\` was as before when it was read afterwards. Whether the change was made in between is not known.`,
    );
  });

  it('has failed where somebody who approved it has left, and its card says how the input was read', async () => {
    const ended = await sentInVain((input) => planOfMark(input, input.document, 'm1'), {
      approver: 'U0LEAVER',
      meanwhile: () => directory.standings.set('U0LEAVER', 'guest'),
    });
    expect(ended?.state).toBe('failed');
    expect(ended?.outcome).toMatch(
      /U0LEAVER.* It may have been sent: .* was as before when it was read afterwards\. Whether .* not known\.$/s,
    );
  });

  it('has failed where the input is another by then, since nobody can tell what came of it', async () => {
    const ended = await sentInVain((input) => planOfMark(input, input.document, 'm1'), {
      approver: 'U0BOB',
      meanwhile: (_, { document }) => stage.alooma.write(document.replace('"o0"', '"o1"')),
    });
    expect(ended?.state).toBe('failed');
    expect(ended?.outcome).toContain('Whether the change was made is not known');
  });
});
