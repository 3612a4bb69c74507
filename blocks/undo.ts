import type { Button, KnownBlock } from '@slack/types';
import type { Change, Relative } from '../src/domain/change.ts';
import { link, person, slackDate } from '../src/domain/mrkdwn.ts';
import { bringsSecrets, isSwitch } from '../src/domain/operation.ts';
import { button, context } from './elements.ts';
import { ACTION } from './ids.ts';

/** **Undo**, on an applied change that can be taken back. Clicked too late, it says so. */
export function undoButtons(change: Change): Button[] {
  return isUndoable(change) ? [button('Undo', ACTION.undo, change.id)] : [];
}

/** Which changes this one came of and what came of it, and why it offers no Undo where it does not. */
export function lineageBlocks(change: Change): KnownBlock[] {
  const sentences = [...linesOf(change), undoSentence(change)].filter((sentence) => sentence !== undefined);
  return sentences.length > 0 ? [context(sentences.join(' '))] : [];
}

function isUndoable({ state, undoUntil, shown, relatives }: Change): boolean {
  return (
    state === 'applied' &&
    undoUntil !== undefined &&
    shown === undefined &&
    relatives?.undoneBy?.state !== 'applied'
  );
}

function linesOf({ relatives = {} }: Change): string[] {
  const { replaces, replacedBy, undoes, undoneBy, extends: extended } = relatives;
  return [
    ...(replaces
      ? [
          `It asks anew what ${to(replaces, 'an earlier change')} asked for, whose input had changed by then: what was approved there is not approved here.`,
        ]
      : []),
    ...(replacedBy ? [`It is asked anew: ${to(replacedBy, 'the change in its place')}.`] : []),
    ...(undoes
      ? [`It takes back ${to(undoes, 'a change')} that ${person(undoes.requestedBy)} asked for.`]
      : []),
    ...(extended
      ? [`It makes ${to(extended, 'a pause')} longer that ${person(extended.requestedBy)} asked for.`]
      : []),
    ...(undoneBy ? undone(undoneBy) : []),
  ];
}

function undone(by: Relative): string[] {
  const who = person(by.requestedBy);
  switch (by.state) {
    case 'applied':
      return [`:leftwards_arrow_with_hook: Undone: ${who} asked for ${to(by, 'that')}.`];
    case 'pending':
    case 'approved':
    case 'applying':
      return [`${who} has asked to ${to(by, 'undo it')}.`];
    default:
      return [];
  }
}

/** Only where somebody may look for it: of what was applied. */
function undoSentence(change: Change): string | undefined {
  const { state, operation, undoUntil, writes } = change;
  if (state !== 'applied' || isSwitch(operation)) return undefined;
  if (isUndoable(change) && undoUntil) return `It can be undone until ${slackDate(undoUntil)}.`;
  if (operation.kind === 'delete') return 'A deletion cannot be undone.';
  if (operation.kind === 'create') return '`/alooma delete` takes the new input away again.';
  if (bringsSecrets(operation))
    return 'It changed a secret, and the one before is not kept: it cannot be undone.';
  if (undoUntil === undefined) {
    return writes > 0 ? 'What it replaced is not kept: it cannot be undone.' : undefined;
  }
  return change.shown === undefined ? undefined : `It could be undone until ${slackDate(undoUntil)}.`;
}

/** Its card, once that has a link. */
function to({ link: address }: Relative, words: string): string {
  return address ? link(address, words) : words;
}
