import type { Message } from '../src/domain/message.ts';
import { section } from './elements.ts';

/** What is done with a button of a card, and not with a command, by the words that people look for it with. */

const WAITING = 'is on the card of a change that waits for approvals';
const TIMED = 'is on the card of a pause that ends by itself';
const ALONE = `*Apply alone*, for emergencies, ${WAITING}, where the policy names somebody who may`;

const ON_A_CARD: ReadonlyMap<string, string> = new Map([
  ['approve', `*Approve* ${WAITING}`],
  ['reject', `*Reject* ${WAITING}, and asks for a reason`],
  ['cancel', `*Cancel* ${WAITING}, for whoever asked for it`],
  ['apply alone', ALONE],
  ['break-glass', ALONE],
  ['break glass', ALONE],
  ['undo', '*Undo* is on the card of a change that was applied, for as long as it can be taken back'],
  ['extend', `*Extend* ${TIMED}`],
  ['resume now', `*Resume now* ${TIMED}`],
]);

/** @returns nothing for what is no button */
export function renderButtonHelp(words: string): Message | undefined {
  const where = ON_A_CARD.get(words.trim().replace(/\s+/g, ' ').toLowerCase());
  if (where === undefined) return undefined;
  const text = `That is no command but a button. ${where}. \`/alooma approvals\` and \`/alooma history\` lead to the cards.`;
  return { text, blocks: [section(text)] };
}
