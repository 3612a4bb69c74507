import type { Change } from '../src/domain/change.ts';
import type { Message } from '../src/domain/message.ts';
import { code, shorten, slackDate } from '../src/domain/mrkdwn.ts';
import type { Shortage } from '../src/domain/policy/shortage.ts';
import { hasAlone, rulesShown, type Terms } from '../src/domain/policy/terms.ts';
import { counted } from '../src/domain/stats.ts';
import { renderSentence } from './answers.ts';
import { mentions, whoShown } from './who.ts';

/** Of what nobody can approve: who would have to, and what to do. */

const PART_ROOM = 600;

/** To whoever asked for it. */
export function renderShortage(
  { inputName, expiresAt, terms }: Pick<Change, 'inputName' | 'expiresAt' | 'terms'>,
  shortage: Shortage,
): Message {
  return renderSentence(
    `:warning: What you asked for of ${code(inputName)} cannot be approved as things stand. ${shortageWords(terms, shortage)} It waits until ${slackDate(expiresAt)} all the same.`,
  );
}

export function shortageWords(terms: Terms, { able }: Shortage): string {
  const { approvals, approve, selfApprove } = terms;
  const who = shorten(whoShown(approve) ?? 'nobody', PART_ROOM);
  const own = selfApprove ? '' : ', not by whoever asks';
  const can = able.length === 0 ? 'nobody can give one' : `only ${mentions(able)} can give one`;
  const alone = hasAlone(terms)
    ? ` In an emergency it can be applied alone by ${shorten(whoShown(terms.alone) ?? 'nobody', PART_ROOM)}.`
    : '';
  return `${sentenceOf(rulesShown(terms.rules))} ${terms.rules.length > 1 ? 'ask' : 'asks'} for ${counted(approvals, 'approval')} by ${who}${own}: ${can}. Have whoever keeps the policy name more people.${alone}`;
}

const sentenceOf = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
