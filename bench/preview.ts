import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { structuredPatch } from 'diff';
import { printJson } from '../src/domain/json.ts';
import { createPreviews } from '../src/services/previews.ts';

/**
 * What the preview of a large change costs, and for how long it holds up everybody else: all 5,000 tables of an input
 * changed, 3 tables added to 5,000, and a configuration of a megabyte. Beside each, what the line diff of `diff` takes
 * for the same texts, on the event loop in one go and given up after two seconds.
 */

const MOST_HELD_MS = 50;
const LINE_DIFF_WITHIN_MS = 2_000;
const ROUNDS = 5;

interface Case {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

function database(tables: number, indicator: string): string {
  const entries = Array.from({ length: tables }, (_, at) => [`public.table_${at}`, `${indicator}_${at}`]);
  const configuration = {
    server: 'db.example.com',
    password: `secret of ${indicator}`,
    tables: JSON.stringify(Object.fromEntries(entries)),
  };
  return JSON.stringify({ name: 'orders_db', type: 'ODBC', configuration });
}

const cases: readonly Case[] = [
  {
    name: 'all of 5,000 tables changed',
    before: database(5_000, 'xmin'),
    after: database(5_000, 'updated_at'),
  },
  { name: '3 tables added to 5,000', before: database(5_000, 'xmin'), after: database(5_003, 'xmin') },
  {
    name: 'a megabyte, all of it changed',
    before: database(28_000, 'xmin'),
    after: database(28_000, 'ymin'),
  },
];

interface Measured {
  readonly milliseconds: number;
  /** The longest that nothing else could be done, in milliseconds. */
  readonly held: number;
}

/** A preview that was never made before, and the groups of `View all`. */
async function measure({ before, after }: Case): Promise<Measured> {
  const previews = createPreviews();
  const change = { id: 'a change', action: 'edit', base: before, proposed: after } as const;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.reset();
  const started = performance.now();
  await previews.of(change);
  await previews.groups(change);
  const milliseconds = performance.now() - started;
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.disable();
  return { milliseconds, held: delay.max / 1e6 };
}

function lineDiff({ before, after }: Case): { milliseconds: number; gaveUp: boolean } {
  const pretty = (text: string) => {
    const { configuration, ...rest } = JSON.parse(text) as { configuration: { tables: string } };
    return printJson({
      ...rest,
      configuration: { ...configuration, tables: JSON.parse(configuration.tables) },
    });
  };
  const [was, is] = [pretty(before), pretty(after)];
  const started = performance.now();
  const patch = structuredPatch('a', 'b', was, is, '', '', { context: 3, timeout: LINE_DIFF_WITHIN_MS });
  return { milliseconds: performance.now() - started, gaveUp: patch === undefined };
}

const median = (values: readonly number[]) =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
const ms = (time: number) => `${time.toFixed(1)} ms`;

let isHeldTooLong = false;
for (const one of cases) {
  const rounds: Measured[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measure(one));
  const time = median(rounds.map(({ milliseconds }) => milliseconds));
  const held = Math.max(...rounds.map((round) => round.held));
  isHeldTooLong ||= held >= MOST_HELD_MS;
  const other = lineDiff(one);
  const lines = [
    `${one.name} (${Math.round(one.after.length / 1_000)} kB)`,
    `  preview and groups  ${ms(time)} median of ${ROUNDS}`,
    `  event loop held     ${ms(held)} at most, in any round (limit ${MOST_HELD_MS} ms)`,
    `  line diff           ${ms(other.milliseconds)} in one go${other.gaveUp ? ', given up' : ''}`,
    `  ratio               ${(time / other.milliseconds).toFixed(3)} of the line diff’s time`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
if (isHeldTooLong) process.exitCode = 1;
