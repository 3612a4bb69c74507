import type { Change } from '../../src/domain/change.ts';
import type { Preview } from '../../src/domain/diff.ts';
import type { Modal } from '../../src/domain/message.ts';
import { bold, person } from '../../src/domain/mrkdwn.ts';
import { LONGEST_REASON } from '../../src/domain/reason.ts';
import { summarise } from '../../src/domain/summary.ts';
import { section } from '../elements.ts';
import { FORM } from '../ids.ts';
import { type Filled, textField, textIn } from './fields.ts';

export const TITLE = 'Reject a change';
const SUBMIT = 'Reject';
const REASON = 'reason';

/** Asks why not. It remembers the change's id, and nothing else of it. */
export function build(change: Change, preview: Preview | undefined): Modal {
  return {
    id: FORM.reject,
    title: TITLE,
    submit: SUBMIT,
    blocks: [
      section(`${bold(summarise(change, preview))}\n${person(change.requestedBy)} asked for it.`),
      textField(
        {
          id: REASON,
          label: 'Why not?',
          hint: 'It stands on the card, and whoever asked is told. Nothing is changed.',
        },
        { isLong: true, most: LONGEST_REASON },
      ),
    ],
    metadata: change.id,
  };
}

export function parse(filled: Filled): { reason: string } {
  return { reason: textIn(filled, REASON) ?? '' };
}
