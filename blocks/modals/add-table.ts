import type { InputFacts } from '../../src/domain/input.ts';
import type { Modal } from '../../src/domain/message.ts';
import { code } from '../../src/domain/mrkdwn.ts';
import type { Prospect } from '../../src/domain/policy/prospect.ts';
import { defaultIndicator, tablesOf } from '../../src/domain/tables.ts';
import { section } from '../elements.ts';
import { FORM } from '../ids.ts';
import { type Filled, textField, textIn } from './fields.ts';
import { submitLabel, whenDone } from './going-on.ts';
import { writeMemory } from './memory.ts';
import { reasonField, reasonIn } from './reason.ts';

export const TITLE = 'Add tables';
const TABLES = 'tables';

export interface AddTableForm {
  readonly input: Pick<InputFacts, 'id' | 'name' | 'configuration'>;
  readonly accountLabel: string;
  readonly prospect: Prospect;
  /** What stands in the field at first. */
  readonly shown?: string | undefined;
  readonly reason?: string | undefined;
}

export function build({ input, accountLabel, prospect, shown, reason }: AddTableForm): Modal {
  const count = tablesOf(input.configuration)?.length ?? 0;
  const usual = defaultIndicator(input.configuration);
  const indicator =
    usual === undefined
      ? 'Each with its update indicator.'
      : `Without an update indicator a table gets ${usual}.`;
  return {
    id: FORM.addTable,
    title: TITLE,
    submit: submitLabel(prospect, 'Apply'),
    blocks: [
      section(
        `${code(input.name)}, account ${code(accountLabel)}, has ${count} ${count === 1 ? 'table' : 'tables'}. What you add is shown as a diff, and applied ${whenDone(prospect)}.`,
      ),
      textField(
        {
          id: TABLES,
          label: 'Tables',
          hint: `One a line: table, or table=update_indicator, for example orders=updated_at. ${indicator} A name with = in it goes in double quotes.`,
        },
        { isLong: true, ...(shown !== undefined && { shown }) },
      ),
      reasonField(prospect.reason, reason),
    ],
    metadata: writeMemory({ inputId: input.id }),
  };
}

/** @returns the texts as they were typed */
export function parse(filled: Filled): { tables: string; reason: string | undefined } {
  return { tables: textIn(filled, TABLES) ?? '', reason: reasonIn(filled) };
}
