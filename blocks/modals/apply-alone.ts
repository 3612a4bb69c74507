import type { Change } from '../../src/domain/change.ts';
import type { Preview } from '../../src/domain/diff.ts';
import type { Modal } from '../../src/domain/message.ts';
import { bold, code, person } from '../../src/domain/mrkdwn.ts';
import { LONGEST_REASON } from '../../src/domain/reason.ts';
import { summarise } from '../../src/domain/summary.ts';
import { lackedBy } from '../deciders.ts';
import { preformatted, section, shortenUnits } from '../elements.ts';
import { FORM } from '../ids.ts';
import { type Filled, textField, textIn } from './fields.ts';

export const TITLE = 'Apply alone';
const SUBMIT = 'Apply alone';
const REASON = 'reason';
const NAME = 'name';
const NAME_LIMIT = 2_000;

/** Break-glass: says what it skips and who hears of it, asks why, and has the input's name typed. */
export function build(change: Change, preview: Preview | undefined, accountLabel: string): Modal {
  const { inputName, inputId, requestedBy } = change;
  return {
    id: FORM.applyAlone,
    title: TITLE,
    submit: SUBMIT,
    blocks: [
      section(
        `${bold(summarise(change, preview))}\n${person(requestedBy)} asked for it, in account ${code(accountLabel)}.`,
      ),
      section(
        `:rotating_light: *This is for emergencies.* It is applied at once, without ${lackedBy(change)}. The channel and everybody who may approve it are told, with your reason, and it is kept in the history.`,
      ),
      textField({ id: REASON, label: 'Why can it not wait?' }, { isLong: true, most: LONGEST_REASON }),
      // As it is, to be copied: in code, some characters are shown otherwise.
      preformatted([shortenUnits(inputName || inputId, NAME_LIMIT)]),
      textField({
        id: NAME,
        label: 'Name of the input',
        hint: `Type the name that stands above. Where that cannot be typed, its id does: ${inputId}`,
      }),
    ],
    metadata: change.id,
  };
}

export function parse(filled: Filled): { reason: string; typedName: string } {
  return { reason: textIn(filled, REASON) ?? '', typedName: textIn(filled, NAME) ?? '' };
}
