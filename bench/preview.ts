import { performance } from 'node:perf_hooks';
import { structuredPatch } from 'diff';
import { printJson } from '../src/domain/json.ts';
import { createPreviews } from '../src/services/previews.ts';
import { heldLine, MOST_HELD_MS, measureHeld, ms } from './held.ts';

/**
 * What the preview of a large change costs, and for how long it holds up everybody else: all 5,000 tables of an input
 * changed, 3 tables added to 5,000, and a configuration of a megabyte. Beside each, what the line diff of `diff` takes
 * for the same texts, on the event loop in one go and given up after two seconds.
 */

const LINE_DIFF_WITHIN_MS = 2_000;

interface Case {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** A text of a megabyte takes 20 to 40 ms to parse, which cannot be laid down: that is measured, and not held to it. */
  readonly isLimited: boolean;
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
    isLimited: true,
  },
  {
    name: '3 tables added to 5,000',
    before: database(5_000, 'xmin'),
    after: database(5_003, 'xmin'),
    isLimited: true,
  },
  {
    name: 'a megabyte, all of it changed',
    before: database(28_000, 'xmin'),
    after: database(28_000, 'ymin'),
    isLimited: false,
  },
];

/** A preview that was never made before, and the groups of `View all`. */
async function preview({ before, after }: Case): Promise<void> {
  const previews = createPreviews();
  const change = { id: 'a change', action: 'edit', base: before, proposed: after, shown: undefined } as const;
  await previews.of(change);
  await previews.groups(change);
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

let isHeldTooLong = false;
for (const one of cases) {
  const measured = await measureHeld(() => preview(one));
  isHeldTooLong ||= one.isLimited && measured.held >= MOST_HELD_MS;
  const other = lineDiff(one);
  const lines = [
    `${one.name} (${Math.round(one.after.length / 1_000)} kB)`,
    `  preview and groups  ${ms(measured.taken)}`,
    `  ${heldLine(measured, one.isLimited)}`,
    `  line diff           ${ms(other.milliseconds)} in one go${other.gaveUp ? ', given up' : ''}`,
    `  ratio               ${(measured.taken / other.milliseconds).toFixed(3)} of the line diff’s time`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
if (isHeldTooLong) process.exitCode = 1;
