import type { InputBlock } from '@slack/types';
import type { Share } from '../../src/domain/policy/prospect.ts';
import { LONGEST_REASON } from '../../src/domain/reason.ts';
import { type Filled, textField, textIn } from './fields.ts';

/** The field of a form that says why. Its id is the key under which a reason that is owed is missed. */

export const REASON = 'reason';

const SHOWN = 'Shown on the card, to whoever decides, and kept with the change.';

const HINTS: Readonly<Record<Share, string>> = {
  always: `The policy asks for one. ${SHOWN}`,
  sometimes: `For some of what can be filled in here, the policy asks for one. ${SHOWN}`,
  never: SHOWN,
};

/** @param owed by what the policy says of what may be filled in @param shown what stands in it at first */
export function reasonField(owed: Share, shown?: string): InputBlock {
  return textField(
    { id: REASON, label: 'Reason', hint: HINTS[owed], isOptional: owed !== 'always' },
    { most: LONGEST_REASON, ...(shown !== undefined && { shown }) },
  );
}

export function reasonIn(filled: Filled): string | undefined {
  return textIn(filled, REASON);
}
