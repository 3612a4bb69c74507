import type { Modal } from '../../src/domain/message.ts';
import { code } from '../../src/domain/mrkdwn.ts';
import type { Prospect } from '../../src/domain/policy/prospect.ts';
import { section } from '../elements.ts';
import { FORM, PICKER } from '../ids.ts';
import { type Filled, numberField, pickerField, selectField, textField, textIn } from './fields.ts';
import { submitLabel, whenDone } from './going-on.ts';
import { reasonField, reasonIn } from './reason.ts';

export const TITLE = 'Create a database input';
const LIKE_THE_COPIED = 'Empty: as in the input that is copied.';

export interface CreateForm {
  /** The names of the credentials profiles. */
  readonly profiles: readonly string[];
  readonly accountLabel: string;
  readonly prospect: Prospect;
}

/** The ids of the fields are those by which `Inputs.createInputDatabase` names what is wrong. */
export function build({ profiles, accountLabel, prospect }: CreateForm): Modal {
  const hasProfiles = profiles.length > 0;
  const credential = hasProfiles
    ? { isOptional: true, hint: 'Leave it empty if the credentials profile has it.' }
    : {};
  const profileField = selectField(
    {
      id: 'profile',
      label: 'Credentials profile',
      hint: 'Kept on the server. What it holds cannot be typed beside it.',
      isOptional: true,
    },
    profiles.map((name) => ({ text: name, value: name })),
  );
  return {
    id: FORM.create,
    title: TITLE,
    submit: submitLabel(prospect, 'Create'),
    blocks: [
      section(
        `In account ${code(accountLabel)}: the configuration of a database input that is there, with what you enter over it. It is created ${whenDone(prospect)}. A password that you type is kept encrypted, and only until the input is created.`,
      ),
      textField({ id: 'name', label: 'Name' }),
      pickerField(
        {
          id: 'copy_from',
          label: 'Copy from',
          hint: 'The database input whose configuration is copied: all of it, a tunnel’s credentials too, but for what you enter below.',
        },
        PICKER.database,
      ),
      ...(hasProfiles ? [profileField] : []),
      textField({ id: 'server', label: 'Server', ...credential }),
      textField({ id: 'port', label: 'Port', ...credential }),
      textField({ id: 'database', label: 'Database', ...credential }),
      textField({ id: 'user', label: 'User', ...credential }),
      textField({ id: 'password', label: 'Password', ...credential }),
      textField(
        {
          id: 'tables',
          label: 'Tables',
          hint: 'One a line: table, or table=update_indicator. Only a psql database has a usual indicator. A name with = in it goes in double quotes.',
        },
        { isLong: true },
      ),
      textField({
        id: 'type',
        label: 'Type',
        hint: `The kind of database, for example psql or mysql. ${LIKE_THE_COPIED}`,
        isOptional: true,
      }),
      textField({ id: 'schema', label: 'Schema', hint: LIKE_THE_COPIED, isOptional: true }),
      textField({
        id: 'replication_type',
        label: 'Replication type',
        hint: `For example incremental_load. ${LIKE_THE_COPIED}`,
        isOptional: true,
      }),
      numberField(
        {
          id: 'batch_size',
          label: 'Batch size',
          hint: `Rows that are pulled at once. ${LIKE_THE_COPIED}`,
          isOptional: true,
        },
        { isWhole: true },
      ),
      selectField({ id: 'auto_map', label: 'Auto-map', hint: LIKE_THE_COPIED, isOptional: true }, [
        { text: 'As copied', value: 'copied' },
        { text: 'On', value: 'on' },
        { text: 'Off', value: 'off' },
      ]),
      textField({
        id: 'default_schema',
        label: 'Default schema',
        hint: `Of the data in the target. ${LIKE_THE_COPIED}`,
        isOptional: true,
      }),
      reasonField(prospect.reason),
    ],
  };
}

const CREDENTIALS = {
  server: 'server',
  port: 'port',
  database: 'database',
  user: 'user',
  password: 'password',
  type: 'db_type',
  schema: 'schema',
} as const;

/** @returns what was filled in; what is empty is absent. `tables` is the text as it was typed */
export function parse(filled: Filled) {
  // Pasted with a space behind it, a server's name is another. A password may end with one.
  const text = (id: string) =>
    id === 'password' ? textIn(filled, id) : textIn(filled, id)?.trim() || undefined;
  const credentials = Object.entries(CREDENTIALS).flatMap(([id, field]) => {
    const typed = text(id);
    return typed === undefined ? [] : [[field, typed] as const];
  });
  const autoMap = text('auto_map');
  return {
    newInputName: text('name') ?? '',
    existingInput: text('copy_from') ?? '',
    tables: text('tables') ?? '',
    profile: text('profile'),
    credentials: Object.fromEntries(credentials),
    replicationType: text('replication_type'),
    batchSize: text('batch_size'),
    autoMap: autoMap === 'on' || autoMap === 'off' ? autoMap === 'on' : undefined,
    inputDefaultSchema: text('default_schema'),
    reason: reasonIn(filled),
  };
}
