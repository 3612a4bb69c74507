import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pMap from 'p-map';
import { type Clicked, type Clicker, overlap, startClicker } from '../support/chaos/clickers.ts';
import { type Marked, markedInput, planOfDelete, planOfMark } from '../support/chaos/planned.ts';
import { type Stage, setStage } from '../support/chaos/stage.ts';
import { type BotProcess, startProcess } from '../support/process.ts';
import { clickOf, trialChanges } from '../support/rights.ts';
import { until } from '../support/words.ts';

const PAIRS = 1_000;
const WITH_QUORUM = 200;
/** As many pairs are under way at once as keep both processes at work. */
const AT_ONCE = 4;
/** Half a minute by itself, and much longer where other tests want the same two cores. */
const PATIENCE_MS = 240_000;
const ASKER = 'U0ONCALL01';
const [AINO, BEA] = ['U0APPROV01', 'U0BACKUP01'] as const;

interface Row {
  id: string;
  state: string;
  version: number;
  approved_by: string | null;
  approvals: { by: string }[];
}

jest.setTimeout(PATIENCE_MS + 10_000);

/** Two processes that share nothing but the database decide on the same changes at the same moment. */
describe('a thousand pairs of approvals at once', () => {
  let stage: Stage;
  let clickers: [Clicker, Clicker] | undefined;
  const workers: BotProcess[] = [];
  const edits: Marked[] = [];
  const deletes: Marked[] = [];
  let pairs: { id: string; both: [Clicked, Clicked] }[];
  let quorums: { id: string; both: [Clicked, Clicked] }[];

  beforeAll(async () => {
    stage = await setStage();
    clickers = await Promise.all([startClicker(stage.environment), startClicker(stage.environment)]);
  });
  afterAll(async () => {
    for (const clicker of clickers ?? []) clicker.stop();
    await Promise.all(workers.map((worker) => worker.kill()));
    await stage.close();
  });

  function addInputs(count: number, name: string, to: Marked[]): void {
    for (let at = 0; at < count; at += 1) {
      const input = markedInput(`${name}_${at}`);
      stage.alooma.write(input.document);
      to.push(input);
    }
  }

  /** Asks for each, then has both processes click on each at the same moment. */
  async function decide(
    inputs: readonly Marked[],
    planOf: (input: Marked) => ReturnType<typeof planOfMark>,
    by: readonly [readonly string[], readonly string[]],
  ): Promise<{ id: string; both: [Clicked, Clicked] }[]> {
    if (!clickers) throw new Error('Nobody is there to click');
    const [here, there] = clickers;
    const changes = trialChanges(stage.pool, stage.store);
    const asked = await pMap(inputs, async (input) => (await changes.ask(planOf(input), clickOf(ASKER))).id, {
      concurrency: AT_ONCE,
    });
    return pMap(
      asked,
      async (id) => ({
        id,
        both: await Promise.all([here.approve(id, by[0]), there.approve(id, by[1])]),
      }),
      { concurrency: AT_ONCE },
    );
  }

  async function rowsOf(ids: readonly string[]): Promise<Map<string, Row>> {
    const { rows } = await stage.pool.query<Row>('select * from changes where id = any($1)', [ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  const applyJobs = async (ids: readonly string[]) => {
    const keys = ids.map((id) => `apply:${id}`);
    return (await stage.pool.query('select from graphile_worker.jobs where key = any($1)', [keys])).rowCount;
  };

  it('have a thousand winners, and each other one reads who won', async () => {
    addInputs(PAIRS, 'pair', edits);
    pairs = await decide(edits, (input) => planOfMark(input, input.document, `of_${input.name}`), [
      [AINO],
      [BEA],
    ]);
    // Two that follow one another would prove nothing.
    expect(pairs.filter(({ both }) => overlap(...both)).length).toBeGreaterThan(PAIRS * 0.9);
    const rows = await rowsOf(pairs.map(({ id }) => id));
    for (const { id, both } of pairs) {
      const decisions = both.flatMap(({ decisions }) => decisions);
      const [winner] = decisions.filter(({ decided }) => decided);
      const losers = decisions.filter(({ decided }) => !decided);
      expect(losers).toHaveLength(1);
      expect(losers[0]?.why).toContain(`<@${winner?.by}> approved it`);
      const row = rows.get(id);
      expect(row).toMatchObject({ state: 'approved', version: 2, approved_by: winner?.by });
      expect(row?.approvals.map(({ by }) => by)).toEqual([winner?.by]);
    }
  });

  it('make a thousand apply jobs', async () => {
    expect(await applyJobs(pairs.map(({ id }) => id))).toBe(PAIRS);
  });

  it('where two are needed, two people count, and each of them once', async () => {
    addInputs(WITH_QUORUM, 'quorum', deletes);
    quorums = await decide(deletes, planOfDelete, [
      [AINO, BEA],
      [BEA, AINO],
    ]);
    expect(quorums.filter(({ both }) => overlap(...both)).length).toBeGreaterThan(WITH_QUORUM * 0.9);
    const rows = await rowsOf(quorums.map(({ id }) => id));
    for (const { id, both } of quorums) {
      const decided = both.flatMap(({ decisions }) => decisions).filter((decision) => decision.decided);
      expect(decided.map(({ by }) => by).sort()).toEqual([AINO, BEA]);
      const row = rows.get(id);
      expect(row).toMatchObject({ state: 'approved', version: 3 });
      expect(row?.approvals.map(({ by }) => by).sort()).toEqual([AINO, BEA]);
    }
    expect(await applyJobs(quorums.map(({ id }) => id))).toBe(WITH_QUORUM);
  });

  it('are applied by two workers with a write each', async () => {
    const asWorker = { ...stage.environment, ROLE: 'worker', LOG_LEVEL: 'silent' };
    workers.push(...(await Promise.all([startProcess(asWorker), startProcess(asWorker)])));
    const ids = [...pairs, ...quorums].map(({ id }) => id);
    await until(
      async () => {
        const { rows } = await stage.pool.query<{ left: string }>(
          'select count(*) as left from changes where id = any($1) and closed_at is null',
          [ids],
        );
        return rows[0]?.left === '0';
      },
      () => 'all of them to end',
      PATIENCE_MS,
    );
    const states = new Set([...(await rowsOf(ids)).values()].map(({ state }) => state));
    expect([...states]).toEqual(['applied']);
    const written = (method: string, part: string) =>
      stage.writes
        .filter((write) => write.method === method && write.path.includes(part))
        .map(({ path }) => path.split('/').at(-1));
    const idsOf = (inputs: readonly Marked[]) => inputs.map(({ id }) => id).sort();
    expect(written('PUT', '/inputs/').sort()).toEqual(idsOf(edits));
    expect(written('POST', '/nodes/remove/').sort()).toEqual(idsOf(deletes));
    expect(stage.writes).toHaveLength(PAIRS + WITH_QUORUM);
    const markers = stage.alooma.inputs().map(({ name, configuration }) => [name, configuration.marker]);
    expect(markers).toEqual(edits.map(({ name }) => [name, `of_${name}`]));
  });
});
