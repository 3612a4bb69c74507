import { z } from 'zod';
import { FORM } from '../blocks/ids.ts';
import { build, parse, TITLE } from '../blocks/modals/sample-db.ts';
import { code } from '../src/domain/mrkdwn.ts';
import { redactSampleSteps } from '../src/domain/sample-redaction.ts';
import { KnownError } from '../src/errors.ts';
import { inSlices } from '../src/services/in-slices.ts';
import type { RowSample } from '../src/services/samples.ts';
import { noConnections } from '../src/services/sampling/row-samples.ts';
import { defineCommand, type FormHandler, type PostAnswer, type Services } from './router/define.ts';
import { giveMade, type Where, whereTo } from './samples/answer.ts';

export const sampleDb = defineCommand({
  verb: 'sample db',
  usage:
    'sample db [<connection> <table> <id_field> <row_id>] [--label <input_label>] [--private] [--public]',
  summary: 'Make a sample of a row of a PostgreSQL database',
  examples: ['sample db shop orders id 1000', 'sample db'],
  details:
    'The databases are kept on the server under names. `schema.table` is understood, and double quotes around a name with a dot in it. The row is read by a user and in a transaction that can only read, within ten seconds. Without arguments it opens a form.',
  args: z.object({
    connection: z.string().optional(),
    table: z.string().optional(),
    id_field: z.string().optional(),
    row_id: z.string().optional(),
    label: z.string().optional(),
    private: z.boolean().optional(),
    public: z.boolean().optional(),
  }),
  action: 'samples',
  run: async ({ args, services, asForm }) => {
    const to = whereTo(args, services);
    const { connection, table, id_field: idField, row_id: rowId, label: inputLabel } = args;
    if (services.samples.connections.length === 0) throw new KnownError('not_available', noConnections());
    if (asForm || !connection || !table || !idField || rowId === undefined) {
      const typed = { connection, table, idField, rowId, inputLabel };
      const { connections } = services.samples;
      return { kind: 'modal', title: TITLE, build: async () => build({ connections, typed, to }) };
    }
    return give({ connection, tableName: table, idField, rowId, inputLabel }, to, services);
  },
});

export const sampleDbForm: FormHandler = {
  id: FORM.sampleDb,
  action: 'samples',
  async submit({ values, services }) {
    const { wanted, to } = parse(values);
    return give(wanted, to, services);
  },
};

async function give(wanted: RowSample, to: Where, services: Services): Promise<PostAnswer> {
  await refuseMasked(wanted, services);
  const made = await services.samples.getSampleFromPostgresqlDatabase(wanted);
  return giveMade(made, {
    title: `A row of ${code(wanted.tableName)} in the database ${code(wanted.connection)}`,
    fileName: fileNameFor(wanted.tableName),
    to,
    services,
  });
}

/** That there is a row would tell whether somebody's guess at what is masked is right. */
async function refuseMasked({ idField }: RowSample, { redaction }: Services): Promise<void> {
  const name = idField.trim().replace(/^"(.*)"$/s, '$1');
  const { masked } = await inSlices(redactSampleSteps(JSON.stringify({ [name]: 'a guess' }), redaction));
  if (masked.length === 0) return;
  const sentence = `What is in ${code(idField)} is masked, so no row is looked for by it: choose another field, such as the primary key.`;
  throw new KnownError('bad_value', sentence, { fields: { id_field: sentence } });
}

const LONGEST_NAME = 100;

function fileNameFor(table: string): string {
  const safe = table.toLowerCase().replace(/[^a-z0-9_-]/gu, '_');
  return `sample_${safe.slice(0, LONGEST_NAME)}.json`;
}
