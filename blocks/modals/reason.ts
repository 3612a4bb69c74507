import type { InputBlock } from '@slack/types';
import { LONGEST_REASON } from '../../src/domain/reason.ts';
import { type Filled, textField, textIn } from './fields.ts';

/** The field of a form that says why. Its id is the key under which a reason that is owed is missed. */

export const REASON = 'reason';

/** @param shown what stands in it at first */
export function reasonField(shown?: string): InputBlock {
  const hint = 'Shown on the card, to whoever decides, and kept with the change.';
  return textField(
    { id: REASON, label: 'Reason', hint, isOptional: true },
    { most: LONGEST_REASON, ...(shown !== undefined && { shown }) },
  );
}

export function reasonIn(filled: Filled): string | undefined {
  return textIn(filled, REASON);
}
