import { performance } from 'node:perf_hooks';
import { createChangeStore } from '../src/db/changes.ts';
import { migrate } from '../src/db/migrate.ts';
import { createPool, type Pool } from '../src/db/pool.ts';
import { createSealer } from '../src/db/sealing.ts';
import { createLogger } from '../src/log.ts';
import type { Changes } from '../src/services/changes.ts';
import { History } from '../src/services/history.ts';
import type { Plan } from '../src/services/inputs.ts';
import { Pending } from '../src/services/pending.ts';
import { createTestDatabase } from '../test/support/database.ts';
import setUp from '../test/support/global-setup.ts';
import tearDown from '../test/support/global-teardown.ts';
import { clickOf, trialChanges, trialRights } from '../test/support/rights.ts';
import { INPUTS, inputIdOf, inputNameOf, QUIET, seedEnded } from './ended-changes.ts';
import { ms } from './held.ts';

/**
 * What deciding and listing cost with a million ended changes, in proportion to what they cost with a thousand: both on one
 * server, turn by turn, so that whatever else the machine does falls on both. The numbers can be set for a short try.
 */

const FEW = 1_000;
const MANY = Number(process.env.BENCH_CHANGES ?? 1_000_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 200);
const LIMIT = 1.2;
/** So many wait all the time, in both. */
const WAITING = 20;

const [asker, approver] = [clickOf('U0ASKER'), clickOf('U0BOB')];

interface House {
  readonly pool: Pool;
  readonly changes: Changes;
  readonly pending: Pending;
  readonly history: History;
  /** The change that was asked for last. */
  asked: string;
  drop(): Promise<void>;
}

async function build(ended: number): Promise<House> {
  const database = await createTestDatabase();
  const pool = createPool(database.url, createLogger('silent'));
  await migrate(pool);
  const sealer = createSealer([{ id: 'k1', key: Buffer.alloc(32, 7) }]);
  const store = createChangeStore(sealer);
  const changes = trialChanges(pool, store);
  await seedEnded(database.url, ended);
  for (let at = 0; at < WAITING; at += 1) await changes.ask(planFor(`waiting-${at}`), asker);
  await pool.query('vacuum analyze graphile_worker._private_jobs');
  return {
    ...{ pool, changes },
    asked: '',
    pending: new Pending(pool, sealer, trialRights()),
    history: new History({ pool, pipeline: { listInputs: async () => [] } }),
    async drop() {
      await pool.end();
      await database.drop();
    },
  };
}

/** An edit of an input of its own. */
function planFor(id: string): Plan {
  const document = (size: number) =>
    `{"id":"${id}","name":"${id}","type":"ODBC","configuration":{"size":${size}}}`;
  return {
    input: { id, name: id, type: 'ODBC' },
    operation: { kind: 'edit', edits: [{ path: ['size'], value: 2 }] },
    base: document(1),
    proposed: document(2),
  };
}

/** What is measured. A change that the first has asked for is approved by the second. */
const WORKS: Readonly<Record<string, (house: House, round: number) => Promise<unknown>>> = {
  'asking for a change': async (house, round) => {
    house.asked = (await house.changes.ask(planFor(`asked-${round}`), asker)).id;
  },
  'approving it': async ({ changes, asked }) => {
    const decided = await changes.approve(asked, approver);
    if (!decided.decided) throw new Error(decided.why);
  },
  'the list of approvals': ({ pending }) => pending.of(approver.actor, 'T'),
  'what is open of an input': ({ changes }, round) => changes.openOf(inputIdOf(round % INPUTS)),
  'what show reads': ({ changes }, round) => {
    const id = inputIdOf(round % INPUTS);
    return Promise.all([changes.lastSwitch(id), changes.openOf(id), changes.switchOnItsWay(id)]);
  },
  'the history of an input': async ({ history }, round) =>
    history.page(await history.nameOf(inputNameOf(round % INPUTS))),
  'that of a quiet input': async ({ history }) => history.page(await history.nameOf(inputNameOf(QUIET))),
  'the history of all inputs': ({ history }) => history.page(),
};

/** One that was approved has to end, as a worker would see to it: no more is open in the last round than in the first. */
async function endAsked({ pool, asked }: House): Promise<void> {
  await pool.query(`update changes set state = 'applied', closed_at = now() where id = $1`, [asked]);
  await pool.query(`delete from graphile_worker._private_jobs where key like '%:' || $1`, [asked]);
}

/** What one work took in both houses, one right after the other, in milliseconds. */
interface Pair {
  readonly few: number;
  readonly many: number;
}

/** @returns for each work a pair a round */
async function measure(few: House, many: House): Promise<Map<string, Pair[]>> {
  const pairs = new Map(Object.keys(WORKS).map((name): [string, Pair[]] => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, work] of Object.entries(WORKS)) {
      const timed = async (house: House) => {
        const started = performance.now();
        await work(house, round);
        return performance.now() - started;
      };
      // Whoever comes second finds the machine warmer: they take turns.
      const [one, other] = round % 2 ? [few, many] : [many, few];
      const [first, second] = [await timed(one), await timed(other)];
      pairs.get(name)?.push(round % 2 ? { few: first, many: second } : { few: second, many: first });
    }
    await endAsked(few);
    await endAsked(many);
  }
  return pairs;
}

/**
 * The ratio is the median of those of the pairs: what else the machine does meanwhile falls on both of a pair.
 * @returns whether each, and that of the whole, is within the limit
 */
function report(pairs: ReadonlyMap<string, readonly Pair[]>): boolean {
  const whole = Array.from({ length: ROUNDS }, (_, round) => {
    const ofRound = [...pairs.values()].flatMap((list) => list[round] ?? []);
    return { few: sum(ofRound.map(({ few }) => few)), many: sum(ofRound.map(({ many }) => many)) };
  });
  const ratios = [...pairs, ['the whole', whole] as const].map(([name, list]) => {
    const [few, many] = [median(list.map((pair) => pair.few)), median(list.map((pair) => pair.many))];
    const ratio = median(list.map((pair) => pair.many / pair.few));
    process.stdout.write(
      `  ${name.padEnd(26)} ${ms(few).padStart(8)} → ${ms(many).padStart(8)}   ratio ${ratio.toFixed(2)}\n`,
    );
    return ratio;
  });
  return ratios.every((ratio) => ratio <= LIMIT);
}

function sum(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0);
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

await setUp();
try {
  process.stdout.write(
    `Deciding and listing with ${FEW} and with ${MANY} ended changes, medians of ${ROUNDS} rounds\n`,
  );
  const [few, many] = [await build(FEW), await build(MANY)];
  try {
    // The first rounds are spent on compiling, and on what the database has to read from its files once.
    await measure(few, many);
    const isWithin = report(await measure(few, many));
    process.stdout.write(`  limit ${LIMIT}: ${isWithin ? 'kept' : 'exceeded'}\n`);
    if (!isWithin) process.exitCode = 1;
  } finally {
    await few.drop();
    await many.drop();
  }
} finally {
  await tearDown();
}
