import type { PlainTextOption } from '@slack/types';
import { shortenUnits } from './elements.ts';

/** What a field that searches as one types offers, inside Slack's limits. */

const MOST_OPTIONS = 100;
const OPTION_LIMIT = 75;

export interface Choice {
  readonly text: string;
  readonly value: string;
}

/**
 * What is offered where there was no answer: nothing at all would read as if there were no such input. Chosen, it counts
 * as nothing.
 */
export const NO_ANSWER: Choice = { text: 'No answer yet: type again in a moment', value: '(no answer)' };

/** A text is cut where it is long; a value is what is meant, so that one too long cannot be offered. */
export function renderOptions(choices: readonly Choice[]): PlainTextOption[] {
  return choices
    .filter(({ value }) => value !== '' && value.length <= OPTION_LIMIT)
    .slice(0, MOST_OPTIONS)
    .map(({ text, value }) => ({
      text: {
        type: 'plain_text',
        text: shortenUnits(text.trim() || '(no name)', OPTION_LIMIT),
        emoji: false,
      },
      value,
    }));
}
