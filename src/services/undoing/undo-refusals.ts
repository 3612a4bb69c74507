import type { Change, Relative } from '../../domain/change.ts';
import type { KeyPathChange } from '../../domain/diff.ts';
import { code, link, person, slackDate } from '../../domain/mrkdwn.ts';
import { bringsSecrets, isSwitch } from '../../domain/operation.ts';
import { summaryLine } from '../../domain/summary.ts';
import { KnownError } from '../../errors.ts';

/** Why a change is not taken back, in sentences for whoever tried. */

const MOST_LINES = 6;

/** @returns nothing where it may be taken back, as far as its row says */
export function whyNotUndone(change: Change, now: Date): string | undefined {
  const input = code(change.inputName);
  if (change.state !== 'applied') return 'This change was not applied, so there is nothing to take back.';
  if (isSwitch(change.operation)) return `Use \`/alooma pause\` and \`/alooma resume\` for ${input}.`;
  if (change.action === 'delete') return `${input} was deleted, and that cannot be undone.`;
  if (change.action === 'create') return `${input} was created: \`/alooma delete\` takes it away again.`;
  if (bringsSecrets(change.operation)) return SECRET_CHANGED;
  if (!change.undoUntil) return 'What it replaced was not kept, so it cannot be undone. Nothing was changed.';
  if (change.undoUntil <= now || change.base === undefined || change.proposed === undefined) {
    return `It could be undone until ${slackDate(change.undoUntil)}: what it replaced is kept no longer. \`/alooma edit\` sets it by hand. Nothing was changed.`;
  }
  return undefined;
}

export const SECRET_CHANGED =
  'It changed a secret, and the one before is not kept, so it cannot be undone. Nothing was changed.';

/** @returns nothing where the last try to take it back came to nothing */
export function whyUndoneAlready({ state, requestedBy, link: address }: Relative): string | undefined {
  const named = (words: string) => (address ? link(address, words) : words);
  switch (state) {
    case 'applied':
      return `It was undone already: ${person(requestedBy)} asked for ${named('that')}. Nothing was changed.`;
    case 'pending':
      return `${person(requestedBy)} asked to undo it already, and ${named('that')} waits for its approval. Nothing more was asked for.`;
    case 'approved':
    case 'applying':
      return `${person(requestedBy)} asked to undo it already, and ${named('that')} is on its way. Nothing more was asked for.`;
    default:
      return undefined;
  }
}

export function movedOn(inputName: string, changes: readonly KeyPathChange[]): KnownError {
  const lines = changes.slice(0, MOST_LINES).map((change) => `• ${summaryLine(change)}`);
  if (lines.length < changes.length) lines.push(`and ${changes.length - lines.length} more`);
  const sentence = `${code(inputName)} has moved on in the same place since, so this cannot be undone. Nothing was changed.`;
  return new KnownError('out_of_date', [sentence, ...lines].join('\n'));
}
