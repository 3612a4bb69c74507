import type { Modal } from '../../src/domain/message.ts';
import { section } from '../elements.ts';
import { FORM } from '../ids.ts';
import { type Filled, selectField, textField, textIn } from './fields.ts';
import { whereField, whereIn } from './where.ts';

export const TITLE = 'Sample from a database';
const SUBMIT = 'Get the sample';

/** What is chosen and typed at first. */
export interface TypedRow {
  readonly connection?: string | undefined;
  readonly table?: string | undefined;
  readonly idField?: string | undefined;
  readonly rowId?: string | undefined;
  readonly inputLabel?: string | undefined;
}

export interface SampleDbForm {
  /** The names of those that there are: at least one. */
  readonly connections: readonly string[];
  readonly typed?: TypedRow;
  /** Where the sample goes unless somebody chooses otherwise. */
  readonly to: 'channel' | 'direct';
}

/** The ids of the fields are those by which `Samples.getSampleFromPostgresqlDatabase` names what is wrong. */
export function build({ connections, typed = {}, to }: SampleDbForm): Modal {
  const [only] = connections.length === 1 ? connections : [];
  const shown = (text: string | undefined) => (text === undefined ? {} : { shown: text });
  return {
    id: FORM.sampleDb,
    title: TITLE,
    submit: SUBMIT,
    blocks: [
      section(
        'Reads one row and makes it into a sample, with `_metadata` as Alooma would give it. Secrets and personal data are masked before it is shown.',
      ),
      selectField(
        { id: 'connection', label: 'Database' },
        connections.map((name) => ({ text: name, value: name })),
        typed.connection ?? only,
      ),
      textField(
        {
          id: 'table',
          label: 'Table or view',
          hint: 'For example orders or public.orders. A name with a dot in it goes in double quotes.',
        },
        shown(typed.table),
      ),
      textField(
        { id: 'id_field', label: 'Id field', hint: 'By which the row is found: best the primary key.' },
        shown(typed.idField),
      ),
      textField({ id: 'row_id', label: 'Row id', hint: 'What stands in that field.' }, shown(typed.rowId)),
      textField(
        {
          id: 'input_label',
          label: 'Input label',
          hint: 'The name of the input that such events will come from; the database’s own when empty.',
          isOptional: true,
        },
        shown(typed.inputLabel),
      ),
      whereField(to),
    ],
  };
}

/** The row id is as it was typed: a space may be part of it. */
export function parse(filled: Filled) {
  const text = (id: string) => textIn(filled, id)?.trim() ?? '';
  return {
    wanted: {
      connection: text('connection'),
      tableName: text('table'),
      idField: text('id_field'),
      rowId: textIn(filled, 'row_id') ?? '',
      inputLabel: text('input_label') || undefined,
    },
    to: whereIn(filled),
  };
}
