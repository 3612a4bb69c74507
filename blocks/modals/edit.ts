import type { InputBlock, KnownBlock } from '@slack/types';
import { type FormField, LONGEST_TEXT, type Obstacle, visibleName } from '../../src/domain/form-field.ts';
import type { FormFields } from '../../src/domain/form-fields.ts';
import type { InputFacts } from '../../src/domain/input.ts';
import { MASK } from '../../src/domain/mask.ts';
import type { Modal } from '../../src/domain/message.ts';
import { bold, code } from '../../src/domain/mrkdwn.ts';
import type { Prospect } from '../../src/domain/policy/prospect.ts';
import { context, section } from '../elements.ts';
import { FORM } from '../ids.ts';
import {
  type Field,
  type Filled,
  numberField,
  radioField,
  selectField,
  textField,
  textIn,
} from './fields.ts';
import { submitLabel, whenDone } from './going-on.ts';
import { writeMemory } from './memory.ts';
import { REASON, reasonField, reasonIn } from './reason.ts';

export const TITLE = 'Edit an input';
const PROFILE = 'profile';
/** Before the name of a configuration's field, so that none is taken for the choice of a profile. */
const PREFIX = 'field:';
const MOST_NAMED = 10;

export interface EditForm {
  readonly input: Pick<InputFacts, 'id' | 'name' | 'type'>;
  readonly form: FormFields;
  /** What the form was made from: see `seenIn`. */
  readonly seen: string;
  /** The names of the credentials profiles. */
  readonly profiles: readonly string[];
  readonly accountLabel: string;
  readonly prospect: Prospect;
  readonly reason?: string | undefined;
}

/** A control for each field of an input's configuration, labelled with its name. */
export function build({ input, form, seen, profiles, accountLabel, prospect, reason }: EditForm): Modal {
  const introduction = `${bold(code(input.name))}, type ${code(input.type)}, account ${code(accountLabel)}. What you change is shown as a diff, and applied ${whenDone(prospect)}.`;
  const hasFields = form.fields.length > 0;
  const blocks: KnownBlock[] = [
    section(introduction),
    ...form.fields.map((field) => control(field, profiles.length > 0)),
    ...(hasFields && profiles.length > 0 ? [profileField(profiles)] : []),
    ...(hasFields ? [reasonField(prospect.reason, reason)] : []),
    ...notes(form, input.name),
  ];
  return {
    id: FORM.edit,
    title: TITLE,
    ...(hasFields && { submit: submitLabel(prospect, 'Apply') }),
    blocks,
    metadata: writeMemory({ inputId: input.id, seen }),
  };
}

/** What was filled in. */
export interface EditFilled {
  /** What stands in the controls, by the names of the fields. */
  readonly typed: ReadonlyMap<string, string>;
  readonly profile: string | undefined;
  readonly reason: string | undefined;
}

export function parse(filled: Filled): EditFilled {
  const ids = Object.keys(filled).filter((id) => id.startsWith(PREFIX));
  const typed = ids.map((id) => [id.slice(PREFIX.length), textIn(filled, id) ?? ''] as const);
  return { typed: new Map(typed), profile: textIn(filled, PROFILE), reason: reasonIn(filled) };
}

export function blockOf(field: string): string {
  return field === PROFILE || field === REASON ? field : `${PREFIX}${field}`;
}

function control(field: FormField, hasProfiles: boolean): InputBlock {
  const { name, kind, shown } = field;
  const block: Field = { id: `${PREFIX}${name}`, label: name, hint: hintOf(field, hasProfiles) };
  switch (kind) {
    case 'yes_no':
      return radioField(
        block,
        ['true', 'false'].map((word) => ({ text: word, value: word })),
        shown,
      );
    case 'number':
      return numberField(block, { shown });
    case 'json':
      return textField(block, { shown, isLong: true });
    default:
      return textField({ ...block, isOptional: true }, { shown, isLong: kind.startsWith('long_') });
  }
}

function hintOf(field: FormField, hasProfiles: boolean): string | undefined {
  const sentences = [meaningOf(field, hasProfiles), limitOf(field)].filter(
    (sentence) => sentence !== undefined,
  );
  return sentences.length > 0 ? sentences.join(' ') : undefined;
}

function meaningOf({ kind, shown, isEmpty, isMasked }: FormField, hasProfiles: boolean): string | undefined {
  const isSecret = kind === 'secret' || kind === 'long_secret';
  const orProfile = hasProfiles && isSecret ? ', or choose a credentials profile that has it' : '';
  if (isMasked) return `The pipeline gives only a mask for the secret here: enter it again${orProfile}.`;
  if (isSecret) return isEmpty ? 'Nothing is in it yet.' : 'Leave it empty to keep the secret that is there.';
  const kept = shown.includes(MASK) ? `${MASK} stays the secret that is there.` : undefined;
  if (kind === 'json') return ['JSON.', kept].filter(Boolean).join(' ');
  return kept;
}

/** Said where somebody may come upon it: nobody sees how long a secret is, and other texts are near it or not. */
function limitOf({ kind, shown }: FormField): string | undefined {
  const isNear = kind === 'long_secret' || shown.length > LONGEST_TEXT / 2;
  return isNear ? `A form takes at most ${LONGEST_TEXT.toLocaleString('en')} characters here.` : undefined;
}

function profileField(profiles: readonly string[]): InputBlock {
  const hint = 'Sets the fields that the profile has: leave those as they are.';
  return selectField(
    { id: PROFILE, label: 'Credentials profile', hint, isOptional: true },
    profiles.map((name) => ({ text: name, value: name })),
  );
}

const WHY: Readonly<Record<Obstacle, string>> = {
  too_long: 'too long for a form',
  long_name: 'a name too long for a form',
  odd_name: 'a name with characters that a form would not give back',
  too_many: 'more fields than a form takes',
  not_kept: 'with characters or digits that a form would not give back',
  secret_name: 'with a secret in a name',
};

function notes({ leftOut }: FormFields, inputName: string): KnownBlock[] {
  if (leftOut.length === 0) return [];
  const lines = Object.entries(WHY).flatMap(([obstacle, why]) => {
    const names = leftOut
      .filter((field) => field.obstacle === obstacle)
      .map(({ name }) => code(visibleName(name)));
    const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
    return names.length === 0 ? [] : `${names.slice(0, MOST_NAMED).join(', ')}${more} (${why})`;
  });
  const otherwise = [
    `Change those with ${code(`/alooma edit ${inputName} <field> <value>`, 120)}, or in Alooma itself.`,
    ...(leftOut.some(({ name }) => name === 'tables')
      ? [`Tables are added with ${code(`/alooma add-table ${inputName} <table>`, 120)}.`]
      : []),
  ];
  return [context(`Not in this form: ${lines.join('; ')}. ${otherwise.join(' ')}`)];
}
