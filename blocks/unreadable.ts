import type { ChangeState } from '../src/domain/change.ts';
import type { Message } from '../src/domain/message.ts';
import { bold, person } from '../src/domain/mrkdwn.ts';
import { section } from './elements.ts';

/** What is left to say of a change that cannot be read any more, on its card. */
export function renderUnreadable({
  state,
  summary,
  outcome = '',
  requestedBy,
}: {
  readonly state: ChangeState;
  readonly summary: string;
  readonly outcome: string | undefined;
  readonly requestedBy: string;
}): Message {
  const what = summary === '' ? 'A change' : bold(summary);
  const text =
    `${what}\n:no_entry_sign: ${person(requestedBy)} asked for it, and it is ${state}. ${outcome}`.trim();
  return { text, blocks: [section(text)] };
}
