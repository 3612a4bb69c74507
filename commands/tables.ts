import { z } from 'zod';
import { renderTables, TABLES_A_PAGE } from '../blocks/tables.ts';
import { quote } from '../src/domain/command-words.ts';
import { compareNames } from '../src/domain/inputs-view.ts';
import { pageOf } from '../src/domain/pages.ts';
import { sortedSteps } from '../src/domain/steps.ts';
import { inSlices } from '../src/services/in-slices.ts';
import { defineCommand } from './router/define.ts';

export const tables = defineCommand({
  verb: 'tables',
  also: ['table', 'list-tables'],
  usage: 'tables <input> [<part>] [[--page <n>]]',
  summary: 'List a database input’s tables, each with its update indicator',
  examples: ['tables orders_db', 'tables orders_db refund'],
  args: z.object({ input: z.string(), part: z.string().optional(), page: z.string().optional() }),
  action: 'read',
  run: async ({ args: { input: name, part, page }, services }) => {
    const { input, tables: all } = await services.inputs.listTables(name);
    const wanted = part?.toLowerCase() ?? '';
    const found = all.filter(([table]) => table.toLowerCase().includes(wanted));
    const sorted = await inSlices(sortedSteps(found, ([one], [other]) => compareNames(one, other)));
    const line = ['tables', quote(input.id), ...(part === undefined ? [] : [quote(part)])].join(' ');
    const shown = pageOf(sorted, TABLES_A_PAGE, page);
    return { kind: 'message', to: 'channel', ...renderTables(input, shown, part, line) };
  },
});
