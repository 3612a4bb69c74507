import { z } from 'zod';
import { type KeyPlace, KeyPlace as KeyPlaces } from '../../src/domain/api-key.ts';
import { exactNumber, withExactNumbers } from '../../src/domain/exact-numbers.ts';
import { isObject, type Json, parseJson } from '../../src/domain/json.ts';
import type { Modal } from '../../src/domain/message.ts';
import { code } from '../../src/domain/mrkdwn.ts';
import { KnownError } from '../../src/errors.ts';
import { section } from '../elements.ts';
import { FORM } from '../ids.ts';
import type { Choice } from '../options.ts';
import { type Filled, numberField, radioField, selectField, textField, textIn } from './fields.ts';
import { whereField, whereIn } from './where.ts';

export const TITLE = 'Sample from an API';
const SUBMIT = 'Get the sample';

const USUAL_TYPE = 'rest_endpoint';

export interface SampleApiForm {
  /** The names of the keys that are kept on the server. */
  readonly apiKeys: readonly string[];
  /** Where the sample goes unless somebody chooses otherwise. */
  readonly to: 'channel' | 'direct';
}

type PlaceChoice = Choice & { readonly value: KeyPlace };

const USUAL_PLACE: PlaceChoice = { text: 'As user and password (Basic)', value: 'basic' };
const KEY_PLACES: readonly PlaceChoice[] = [
  USUAL_PLACE,
  { text: 'As a bearer token', value: 'bearer' },
  { text: 'In the header named below', value: 'header' },
  { text: 'In the query parameter named below', value: 'parameter' },
];

/** The ids of the fields are those by which `Samples.getSampleFromAnyApi` names what is wrong. */
export function build({ apiKeys, to }: SampleApiForm): Modal {
  return {
    id: FORM.sampleApi,
    title: TITLE,
    submit: SUBMIT,
    blocks: [
      section(
        'Asks a REST API once and makes one event of its answer into a sample, with `_metadata` as Alooma would give it. Secrets and personal data are masked before it is shown.',
      ),
      textField({ id: 'url', label: 'URL', hint: 'For example https://api.example.com/v1/tickets.' }),
      textField(
        {
          id: 'payload',
          label: 'Query parameters',
          hint: 'As a JSON object, for example {"updated_after": "2018-08-25T00:00:00Z"}. A list gives its parameter several times.',
          isOptional: true,
        },
        { isLong: true },
      ),
      ...keyFields(apiKeys),
      textField({
        id: 'list_path',
        label: 'Where the list is',
        hint: 'For example data.items; a dot alone for all of the answer. Left empty, the list is found where there is only one.',
        isOptional: true,
      }),
      textField({
        id: 'input_label',
        label: 'Input label',
        hint: 'The name of the input that such events will come from.',
      }),
      textField({ id: 'input_type', label: 'Input type' }, { shown: USUAL_TYPE }),
      numberField(
        { id: 'index', label: 'Index', hint: 'Which event of the list, counted from 0.' },
        { shown: '0', isWhole: true },
      ),
      whereField(to),
    ],
  };
}

function keyFields(apiKeys: readonly string[]) {
  const profile = selectField(
    {
      id: 'key_profile',
      label: 'Key profile',
      hint: 'A key that is kept on the server, for its own hosts only. Then leave the next three as they are.',
      isOptional: true,
    },
    apiKeys.map((name) => ({ text: name, value: name })),
  );
  return [
    ...(apiKeys.length > 0 ? [profile] : []),
    textField({
      id: 'api_key',
      label: 'API key',
      hint: 'Used for this one request, and kept nowhere.',
      isOptional: true,
    }),
    radioField(
      { id: 'key_as', label: 'How a typed key goes along', isOptional: true },
      KEY_PLACES,
      USUAL_PLACE.value,
    ),
    textField({
      id: 'key_name',
      label: 'Name of the header or parameter',
      hint: 'For example X-Api-Key. Only where the key goes in one of these.',
      isOptional: true,
    }),
  ];
}

const Form = z.object({
  url: z.string({ error: 'Say which address to ask.' }),
  payload: z
    .string()
    .optional()
    .transform((typed, context) => {
      const parameters = parametersIn(typed ?? '{}');
      if (parameters) return parameters;
      context.addIssue({
        code: 'custom',
        message: 'This is not a JSON object. It looks like {"updated_after": "2018-08-25T00:00:00Z"}.',
      });
      return z.NEVER;
    }),
  key_as: KeyPlaces.default('basic'),
  input_label: z.string({ error: 'Say an input label: transformations tell events by it.' }),
  input_type: z.string().default(USUAL_TYPE),
  index: z
    .string()
    .regex(/^\d{1,9}$/, 'The index is a whole number, from 0.')
    .default('0')
    .transform(Number),
});

/**
 * @throws KnownError `bad_value` under each field that cannot be read
 */
export function parse(filled: Filled) {
  const text = (id: string) => textIn(filled, id)?.trim() || undefined;
  const form = Form.safeParse(Object.fromEntries(Object.keys(Form.shape).map((id) => [id, text(id)])));
  if (!form.success) throw faulty(faultsOf(form.error));
  const { url, payload, input_label: inputLabel, input_type: inputType, index } = form.data;
  const apiKey = keyIn(
    { profile: text('key_profile'), key: text('api_key'), name: text('key_name') },
    form.data.key_as,
  );
  return {
    to: whereIn(filled),
    wanted: {
      ...{ url, payload, inputLabel, inputType },
      testIndexNumber: index,
      listPath: text('list_path'),
      ...(apiKey !== undefined && { apiKey }),
    },
  };
}

interface TypedKey {
  readonly profile: string | undefined;
  readonly key: string | undefined;
  readonly name: string | undefined;
}

/** Nothing that was filled in is passed over: a key that is gone from a form shown again, least of all. */
function keyIn({ profile, key, name }: TypedKey, as: KeyPlace) {
  const isNamed = as === 'header' || as === 'parameter';
  if (profile !== undefined) {
    if (key !== undefined) {
      throw faulty({ api_key: 'A profile is chosen, which has its own key. Leave one of the two empty.' });
    }
    if (name === undefined) return profile;
    throw faulty({
      key_name: `The profile ${code(profile)} says itself how its key goes along. Leave this empty.`,
    });
  }
  if (key === undefined) {
    if (name !== undefined) {
      throw faulty({ api_key: `Type the key that goes in ${code(name)}, or leave that name empty.` });
    }
    if (as === USUAL_PLACE.value) return undefined;
    throw faulty({
      api_key: `Type the key that goes along so, or choose “${USUAL_PLACE.text}” again where none is needed.`,
    });
  }
  if (isNamed && name === undefined)
    throw faulty({ key_name: `Say the name of the ${as} that the key goes in.` });
  if (!isNamed && name !== undefined) {
    throw faulty({
      key_name: 'Choose above whether it is that of a header or of a parameter, or leave it empty.',
    });
  }
  return { key, as, name };
}

/** Numbers stay as they were typed: what goes into an address is text. */
function parametersIn(typed: string): Record<string, Json> | undefined {
  const read = parseJson(typed) === undefined ? undefined : parseJson(withExactNumbers(typed));
  return isObject(read) ? (plain(read) as Record<string, Json>) : undefined;
}

function plain(value: unknown): unknown {
  if (typeof value === 'string') return exactNumber(value) ?? value;
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

function faultsOf(error: z.ZodError): Record<string, string> {
  return Object.fromEntries(error.issues.map(({ path, message }) => [String(path[0]), message]));
}

function faulty(fields: Readonly<Record<string, string>>): KnownError {
  return new KnownError('bad_value', Object.values(fields).join(' '), { fields });
}
