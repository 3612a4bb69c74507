import { expect } from '@jest/globals';
import { refusalOfLength, refusalOfMessage } from '../../sandbox/slack/blocks/check.ts';
import type { Message } from '../../src/domain/message.ts';

/** Fails unless Slack would take the message: its blocks, their text together, and the text beside them. */
export function expectSlackTakes({ text, blocks }: Message): void {
  expect(refusalOfMessage(blocks)).toBeUndefined();
  expect(refusalOfLength(blocks)).toBeUndefined();
  expect(text).not.toBe('');
  // What `chat.update` takes; a post may be longer.
  expect(text.length).toBeLessThanOrEqual(4_000);
}

/** Every string under a key called `text`, in the order of the blocks. */
export function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'text' && typeof inner === 'string' ? [inner] : textsOf(inner),
  );
}

/** Every button of a message, as Slack would hand it back: its action id and its value. */
export function actionsOf({ blocks }: Message): { action_id: string; value: string }[] {
  return blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.flatMap((element) =>
          element.type === 'button'
            ? [{ action_id: element.action_id ?? '', value: element.value ?? '' }]
            : [],
        )
      : [],
  );
}

/** Names that have broken messages elsewhere. */
export const HOSTILE = [
  '<!channel>',
  '<@U0OTHER>',
  '`code` *bold* _it_ ~no~',
  '&'.repeat(300),
  '`'.repeat(300),
  'a'.repeat(300),
  '👩‍👩‍👧‍👦'.repeat(100),
  'abc\u202edcba',
  'two\nlines\r\n> quoted',
  '',
  ' ',
  '"quoted" \\ back',
];
