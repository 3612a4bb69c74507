import type { InputBlock } from '@slack/types';
import { type Filled, radioField, textIn } from './fields.ts';

/** The field of a form that says where samples go. */

type Where = 'channel' | 'direct';

const FIELD = 'where';

/** @param shown what is chosen at first */
export function whereField(shown: Where): InputBlock {
  const hint = 'With its file. Where I am not in the channel, both go to your direct messages with me.';
  return radioField({ id: FIELD, label: 'Where the sample goes', hint }, CHOICES, shown);
}

const CHOICES: readonly { text: string; value: Where }[] = [
  { text: 'To this channel', value: 'channel' },
  { text: 'To my direct messages', value: 'direct' },
];

/** What samples hold may be nobody else's business: without a choice they go to the asker alone. */
export function whereIn(filled: Filled): Where {
  return textIn(filled, FIELD) === 'channel' ? 'channel' : 'direct';
}
