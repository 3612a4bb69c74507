import { createHmac, randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { PICKER } from '../blocks/ids.ts';
import { type AloomaState, seedState } from '../sandbox/alooma/index.ts';
import setUp from '../test/support/global-setup.ts';
import tearDown from '../test/support/global-teardown.ts';
import { startWorld, type World } from '../test/support/world.ts';

/**
 * How long somebody waits for a field that searches as they type: 1,000 searches among 5,000 databases, over HTTP, through
 * the real bot, the first of them while nothing is kept yet. Beside them as many searches of a field that nobody knows,
 * which is what Slack's delivery, its signature and an empty answer cost alone.
 */

const INPUTS = 5_000;
const SEARCHES = 1_000;
/** As many people type at once. */
const AT_ONCE = 4;
const SLACK_WAITS_MS = 3_000;

function manyInputs(): AloomaState {
  const kinds = ['orders', 'events', 'users', 'invoices', 'clicks', 'payments'];
  const tables = Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [`public.table_${at}`, 'xmin::text::bigint']),
  );
  const inputs = Array.from({ length: INPUTS }, (_, at) => {
    const id = randomUUID();
    const input = {
      id,
      name: `${kinds[at % kinds.length]}_${Math.floor(at / kinds.length)}`,
      type: 'ODBC',
      category: 'INPUT',
      paused: false,
      configuration: {
        server: 'db.example.com',
        user: 'loader',
        password: 'secret',
        tables: JSON.stringify(tables),
      },
    };
    return { id, text: JSON.stringify(input), showsAt: 0 };
  });
  return { ...seedState(), inputs };
}

/** What people type, a letter more each time. */
function typed(at: number): string {
  const word = `${['orders', 'clicks', '_7', 'nothing like it', ''][at % 5]}_${at % 90}`;
  return word.slice(0, at % (word.length + 1));
}

/** @returns how long the answer took, in milliseconds */
async function ask({ app, slack, oncall }: World, actionId: string, value: string): Promise<number> {
  const payload = {
    type: 'block_suggestion',
    user: { id: oncall.id },
    team: { id: slack.team.id },
    api_app_id: 'A1',
    action_id: actionId,
    block_id: 'input',
    value,
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const at = Math.floor(Date.now() / 1_000);
  const signature = createHmac('sha256', slack.signingSecret).update(`v0:${at}:${body}`).digest('hex');
  const started = performance.now();
  const response = await fetch(`${app.url}/slack/events`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${signature}`,
    },
  });
  const { options } = (await response.json()) as { options: unknown[] };
  if (response.status !== 200 || !Array.isArray(options)) throw new Error(`Answered ${response.status}`);
  if (actionId === PICKER.database && value === '' && options.length !== 100)
    throw new Error('Nothing was found');
  return performance.now() - started;
}

async function times(world: World, actionId: string): Promise<number[]> {
  const taken: number[] = [];
  let next = 0;
  async function type(): Promise<void> {
    while (next < SEARCHES) {
      const at = next;
      next += 1;
      taken.push(await ask(world, actionId, typed(at)));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, type));
  return taken.sort((one, other) => one - other);
}

const median = (sorted: readonly number[]) => sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
const slowest = (sorted: readonly number[]) => sorted.at(-1) ?? Number.NaN;
const milliseconds = (time: number) => `${time.toFixed(1)} ms`;

await setUp();
const world = await startWorld({
  environment: { ROLE: 'web' },
  alooma: { seed: manyInputs() },
});
try {
  const searches = await times(world, PICKER.database);
  const bare = await times(world, 'a_field_that_nobody_knows');
  const lines = [
    `${SEARCHES} searches among ${INPUTS} databases, ${AT_ONCE} at once, the first with nothing kept`,
    `  slowest answer  ${milliseconds(slowest(searches))} (Slack waits ${SLACK_WAITS_MS} ms)`,
    `  median          ${milliseconds(median(searches))}`,
    `  bare answer     ${milliseconds(median(bare))} median, ${milliseconds(slowest(bare))} slowest`,
    `  ratio           ${(median(searches) / median(bare)).toFixed(2)} (median to median)`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (slowest(searches) >= SLACK_WAITS_MS) process.exitCode = 1;
} finally {
  await world.stop();
  await tearDown();
}
