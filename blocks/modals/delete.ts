import type { InputFacts } from '../../src/domain/input.ts';
import type { Modal } from '../../src/domain/message.ts';
import { bold, code } from '../../src/domain/mrkdwn.ts';
import type { Prospect } from '../../src/domain/policy/prospect.ts';
import { counted } from '../../src/domain/stats.ts';
import { tablesOf } from '../../src/domain/tables.ts';
import { preformatted, section, shortenUnits } from '../elements.ts';
import { FORM } from '../ids.ts';
import { type Filled, textField, textIn } from './fields.ts';
import { submitLabel, whenDone } from './going-on.ts';
import { writeMemory } from './memory.ts';
import { reasonField, reasonIn } from './reason.ts';

export const TITLE = 'Delete an input';
const NAME = 'name';
const NAME_LIMIT = 2_000;
const MOST_NAMED = 10;

export interface DeleteForm {
  readonly input: Pick<InputFacts, 'id' | 'name' | 'type' | 'configuration'>;
  /** The names of the event types that come from it, where the pipeline tells. */
  readonly events: readonly string[] | undefined;
  readonly accountLabel: string;
  readonly prospect: Prospect;
}

/** Says what would be lost, and has the input's name typed. */
export function build({ input, events, accountLabel, prospect }: DeleteForm): Modal {
  return {
    id: FORM.delete,
    title: TITLE,
    submit: submitLabel(prospect, 'Delete'),
    blocks: [
      section(
        `${bold(`Deleting ${code(input.name)} cannot be undone.`)} It is of type ${code(input.type)}, in account ${code(accountLabel)}. ${lossOf(input, events)} It is deleted ${whenDone(prospect)}.`,
      ),
      // As it is, to be copied: in code, some characters are shown otherwise.
      preformatted([shortenUnits(input.name || input.id, NAME_LIMIT)]),
      textField({
        id: NAME,
        label: 'Name of the input',
        hint: `Type the name that stands above. Where that cannot be typed, its id does: ${input.id}`,
      }),
      reasonField(prospect.reason),
    ],
    metadata: writeMemory({ inputId: input.id }),
  };
}

export function parse(filled: Filled): { name: string; reason: string | undefined } {
  return { name: textIn(filled, NAME) ?? '', reason: reasonIn(filled) };
}

function lossOf({ configuration }: DeleteForm['input'], events: readonly string[] | undefined): string {
  const tables = tablesOf(configuration)?.length;
  const withTables = tables === undefined ? '' : ` with ${counted(tables, 'table')}`;
  const lost = `Its configuration${withTables} would be lost.`;
  if (!events || events.length === 0) return lost;
  const named = events.slice(0, MOST_NAMED).map((name) => code(name));
  const more = events.length > MOST_NAMED ? ` and ${events.length - MOST_NAMED} more` : '';
  return `${lost} ${counted(events.length, 'event type')} would get no more data: ${named.join(', ')}${more}.`;
}
