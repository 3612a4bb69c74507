import { z } from 'zod';
import { FORM } from '../blocks/ids.ts';
import { build, parse, TITLE } from '../blocks/modals/create.ts';
import { tablesInLines } from '../src/domain/typed-tables.ts';
import { KnownError } from '../src/errors.ts';
import { ask, openForm } from './forms/ask.ts';
import { defineCommand, type FormHandler } from './router/define.ts';

export const create = defineCommand({
  verb: 'create',
  also: ['new', 'make', 'copy'],
  usage: 'create',
  summary: 'Open a form to create a database input as a copy of another; it is created once it is approved',
  details:
    'The form asks for a name, for the database input to copy from, for server, port, database, user and password, and for the tables, one a line: `table` or `table=update_indicator`. Where the server keeps credentials profiles, one can be chosen in the place of what it holds, so that no password is typed. Everything else of the copied input goes along, a tunnel’s credentials in `ssh` too, unless you say otherwise in the fields below. The name must not exist yet. Once it is approved and created, the new input’s id is told.',
  args: z.object({}),
  action: 'create',
  run: async ({ args: _, ...asking }) =>
    openForm(asking, { title: TITLE, action: 'create' }, async (foresee) =>
      build({
        profiles: asking.services.profiles,
        accountLabel: asking.services.accountLabel,
        prospect: await foresee(),
      }),
    ),
});

export const createForm: FormHandler = {
  id: FORM.create,
  async submit({ values, ...asking }) {
    const { reason, ...wanted } = parse(values);
    const read = tablesInLines(wanted.tables);
    if ('fault' in read) throw new KnownError('bad_value', read.fault, { fields: { tables: read.fault } });
    const plan = await asking.services.inputs.createInputDatabase({ ...wanted, tables: read.tables });
    return ask(plan, asking, reason);
  },
};
