import { performance } from 'node:perf_hooks';
import type { Input } from '../src/domain/input.ts';
import { look } from '../src/services/applying/carrying-out.ts';
import { replan } from '../src/services/applying/replanning.ts';
import { Inputs, type Plan } from '../src/services/inputs.ts';
import type { Pipeline } from '../src/services/pipeline.ts';
import { planUndo } from '../src/services/undoing/undo-plan.ts';
import { heldLine, MOST_HELD_MS, measureHeld, ms } from './held.ts';

/**
 * What it costs to plan a change of a large input and to look at it again before it is applied, and for how long that
 * holds up everybody else. The ratio is to parsing and printing the input once, which every program that edits one does.
 */

const ROUNDS = 7;

function database(tables: number, indicator = 'xmin'): Input {
  const entries = Array.from({ length: tables }, (_, at) => [`public.table_${at}`, indicator]);
  const configuration = {
    server: 'db.example.com',
    db_type: 'psql',
    password: 'a secret',
    tables: JSON.stringify(Object.fromEntries(entries)),
  };
  const facts = { id: 'an-id', name: 'orders_db', type: 'ODBC', paused: false, configuration };
  return {
    ...facts,
    category: 'INPUT',
    state: undefined,
    createdAt: undefined,
    document: JSON.stringify(facts),
  };
}

/** A pipeline that has this one input, and does nothing that takes time itself. */
function pipelineOf(input: () => Input): Pipeline {
  const nothing = async () => undefined;
  return {
    capabilities: new Set(['replace']),
    listInputs: async () => [input()],
    readInput: async () => input(),
    replaceInput: nothing,
    setPaused: nothing,
    createInput: async () => 'an-id',
    findCreated: nothing,
    deleteInput: nothing,
    listSamples: async () => ({ text: '[]', samples: [] }),
    countSamples: async () => new Map(),
    listStatuses: async () => new Map(),
    listEvents: async () => [],
  };
}

/** The input, and the tables that its string holds. */
function parseAndPrint(document: string): string {
  const input = JSON.parse(document) as { configuration: { tables: string } };
  input.configuration.tables = JSON.stringify(JSON.parse(input.configuration.tables));
  return JSON.stringify(input);
}

/** @returns whether others were held up for no longer than they may be */
async function measure(
  name: string,
  document: string,
  isLimited: boolean,
  work: () => Promise<unknown>,
): Promise<boolean> {
  const measured = await measureHeld(work);
  const started = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) parseAndPrint(document);
  const once = (performance.now() - started) / ROUNDS;
  const lines = [
    `${name} (${Math.round(document.length / 1_000)} kB)`,
    `  took                ${ms(measured.taken)}`,
    `  ${heldLine(measured, isLimited)}`,
    `  ratio               ${(measured.taken / once).toFixed(1)} to parsing and printing it once`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return !isLimited || measured.held < MOST_HELD_MS;
}

let isWithinLimit = true;
for (const tables of [5_000, 28_000]) {
  const input = database(tables);
  const now = { input };
  const inputs = new Inputs(pipelineOf(() => now.input));
  const add = [{ table: 'one' }, { table: 'two' }, { table: 'three' }];
  const every = Array.from({ length: tables }, (_, at) => ({
    path: ['tables', `public.table_${at}`],
    value: 'updated_at',
  }));
  const plan: Plan = await inputs.addTableToInput('orders_db', add);
  const one: Plan = await inputs.editFields('orders_db', [{ path: ['server'], value: 'db.example.org' }]);
  const all: Plan = await inputs.editFields('orders_db', every);
  const work = {
    ...plan,
    inputId: 'an-id',
    inputName: 'orders_db',
    base: plan.base,
    secrets: undefined,
    wasSent: false,
  };
  const cases: [string, () => Promise<unknown>][] = [
    ['plan 3 tables more', () => inputs.addTableToInput('orders_db', add)],
    ['plan another indicator for each table', () => inputs.editFields('orders_db', every)],
    [
      'look before it is applied, and propose',
      () =>
        look(
          pipelineOf(() => input),
          work,
        ),
    ],
    [
      'look at an input that has changed',
      () =>
        look(
          pipelineOf(() => database(tables, 'ymin')),
          work,
        ),
    ],
  ];
  for (const [what, { base, proposed = '' }] of [
    ['one field', one],
    ['every table', all],
  ] as const) {
    const undone = { inputName: 'orders_db', base, proposed };
    const left: Input = { ...input, document: proposed };
    const movedElsewhere: Input = { ...input, document: proposed.replace('"psql"', '"mysql"') };
    const undo = { ...work, undoes: 'a-change' };
    cases.push(
      [`undo a change of ${what}`, () => planUndo(undone, left)],
      [
        `undo a change of ${what}, planned anew where another field has changed`,
        () => replan(undo, movedElsewhere, { pipeline: pipelineOf(() => input), find: async () => undone }),
      ],
    );
  }
  const moved = { ...input, document: input.document.replace('"psql"', '"mysql"') };
  const renewed = { ...work, ...all, undoes: undefined };
  cases.push([
    'plan another indicator for each table anew',
    () => replan(renewed, moved, { pipeline: pipelineOf(() => input), find: async () => undefined }),
  ]);
  for (const [name, run] of cases) {
    const title = `${tables.toLocaleString('en')} tables: ${name}`;
    if (!(await measure(title, input.document, tables === 5_000, run))) isWithinLimit = false;
  }
}
if (!isWithinLimit) process.exitCode = 1;
