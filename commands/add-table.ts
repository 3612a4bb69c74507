import { z } from 'zod';
import { FORM } from '../blocks/ids.ts';
import { build, parse, TITLE } from '../blocks/modals/add-table.ts';
import { readMemory } from '../blocks/modals/memory.ts';
import {
  linesOf,
  type TypedTable,
  type TypedTables,
  tablesInLines,
  tablesInWords,
} from '../src/domain/typed-tables.ts';
import { KnownError } from '../src/errors.ts';
import { ask, askInLine, lineOf, openForm } from './forms/ask.ts';
import { defineCommand, type FormHandler } from './router/define.ts';

export const addTable = defineCommand({
  verb: 'add-table',
  also: ['add-tables', 'addtable'],
  usage: 'add-table <input> [<table[=indicator]...>] [--because <reason>]',
  summary:
    'Add tables to a database input, each with its update indicator; it is applied once it is approved',
  examples: [
    'add-table orders_db refund_lines shipments=updated_at',
    'add-table orders_db "odd=name"=updated_at',
    'add-table orders_db',
  ],
  args: z.object({
    input: z.string(),
    table: z.string().optional(),
    because: z.string().optional(),
  }),
  action: 'add_tables',
  run: async ({ args: { input: name, table: text, because }, asForm, ...asking }) => {
    const { inputs, accountLabel } = asking.services;
    const typed = text === undefined ? undefined : tablesOrRefusal(tablesInWords(text));
    if (typed && !asForm) {
      const plan = inputs.addTableToInput(name, typed);
      return askInLine(plan, { because, form: `${lineOf('add-table', name)} ${text}` }, asking);
    }
    return openForm(asking, { title: TITLE, action: 'add_tables' }, async (foresee) => {
      const { input } = await inputs.listTables(name);
      return build({
        input,
        accountLabel,
        prospect: await foresee(input),
        shown: typed && linesOf(typed),
        reason: because,
      });
    });
  },
});

export const addTableForm: FormHandler = {
  id: FORM.addTable,
  async submit({ values, metadata, ...asking }) {
    const { inputId } = readMemory(metadata);
    const { tables: lines, reason } = parse(values);
    const tables = tablesOrRefusal(tablesInLines(lines));
    return ask(await asking.services.inputs.addTableToInput(inputId, tables), asking, reason);
  },
};

function tablesOrRefusal(read: TypedTables): readonly TypedTable[] {
  if ('tables' in read) return read.tables;
  const sentence = `${read.fault} Nothing was changed.`;
  throw new KnownError('bad_value', sentence, { fields: { tables: sentence } });
}
