import type { InputFacts } from '../../src/domain/input.ts';
import type { Modal } from '../../src/domain/message.ts';
import { code } from '../../src/domain/mrkdwn.ts';
import type { Prospect } from '../../src/domain/policy/prospect.ts';
import { section } from '../elements.ts';
import { FORM, PICKER } from '../ids.ts';
import { type Filled, pickersField, textField, textIn, textsIn } from './fields.ts';
import { submitLabel, whenDone } from './going-on.ts';
import { writeMemory } from './memory.ts';
import { reasonField, reasonIn } from './reason.ts';

export const TITLE = 'Add a template';

export interface TemplateForm {
  readonly input: Pick<InputFacts, 'id' | 'name'>;
  readonly accountLabel: string;
  readonly prospect: Prospect;
  /** What is chosen and typed at first. */
  readonly parameters?: readonly string[] | undefined;
  readonly template?: string | undefined;
  readonly reason?: string | undefined;
}

/** The ids of the fields are those by which `Inputs.addTemplateToParameterConfiguration` names what is wrong. */
export function build({ input, accountLabel, prospect, parameters, template, reason }: TemplateForm): Modal {
  return {
    id: FORM.template,
    title: TITLE,
    submit: submitLabel(prospect, 'Apply'),
    blocks: [
      section(
        `To parameters of ${code(input.name)}, account ${code(accountLabel)}. It is shown as a diff, and applied ${whenDone(prospect)}.`,
      ),
      pickersField({ id: 'parameters', label: 'Parameters' }, PICKER.parameter, parameters),
      textField(
        { id: 'template', label: 'Template', hint: 'For example %Y-%m-%d.' },
        { isLong: true, ...(template !== undefined && { shown: template }) },
      ),
      reasonField(prospect.reason, reason),
    ],
    metadata: writeMemory({ inputId: input.id }),
  };
}

export function parse(filled: Filled): {
  parameters: readonly string[];
  template: string;
  reason: string | undefined;
} {
  return {
    parameters: textsIn(filled, 'parameters'),
    template: textIn(filled, 'template') ?? '',
    reason: reasonIn(filled),
  };
}
