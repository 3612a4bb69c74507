import type { InputFacts } from '../../src/domain/input.ts';
import type { Modal } from '../../src/domain/message.ts';
import { code } from '../../src/domain/mrkdwn.ts';
import type { Prospect } from '../../src/domain/policy/prospect.ts';
import { section } from '../elements.ts';
import { FORM, PICKER } from '../ids.ts';
import { type Filled, pickerField, textField, textIn } from './fields.ts';
import { submitLabel, whenDone } from './going-on.ts';
import { writeMemory } from './memory.ts';
import { REASON, reasonField, reasonIn } from './reason.ts';

export const TITLE = 'Edit a parameter';

export interface ParameterForm {
  readonly input: Pick<InputFacts, 'id' | 'name'>;
  readonly accountLabel: string;
  readonly prospect: Prospect;
  /** What is chosen and typed at first. */
  readonly parameter?: string | undefined;
  readonly field?: string | undefined;
  readonly value?: string | undefined;
  readonly reason?: string | undefined;
}

/** The ids of the fields are those by which `Inputs.editParameterConfiguration` names what is wrong. */
export function build({
  input,
  accountLabel,
  prospect,
  parameter,
  field = 'value',
  value = '',
  reason,
}: ParameterForm): Modal {
  return {
    id: FORM.parameter,
    title: TITLE,
    submit: submitLabel(prospect, 'Apply'),
    blocks: [
      section(
        `Of ${code(input.name)}, account ${code(accountLabel)}. It is shown as a diff, and applied ${whenDone(prospect)}.`,
      ),
      pickerField({ id: 'parameter', label: 'Parameter' }, PICKER.parameter, parameter),
      textField(
        { id: 'field', label: 'Field', hint: 'What of the parameter is set: value, type, template.' },
        { shown: field },
      ),
      textField({ id: 'value', label: 'Value' }, { shown: value, isLong: true }),
      reasonField(prospect.reason, reason),
    ],
    metadata: writeMemory({ inputId: input.id }),
  };
}

export function parse(filled: Filled): {
  parameter: string;
  field: string;
  value: string;
  reason: string | undefined;
} {
  return {
    parameter: textIn(filled, 'parameter') ?? '',
    field: textIn(filled, 'field')?.trim() ?? '',
    value: textIn(filled, 'value') ?? '',
    reason: reasonIn(filled),
  };
}

/** What is wrong with a value is told under the name of the field that it was meant for. */
export function blockOf(field: string): string {
  return ['parameter', 'field', REASON].includes(field) ? field : 'value';
}
