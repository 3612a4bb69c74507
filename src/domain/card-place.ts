import { type Change, isDirect, type Outline } from './change.ts';

/** Who can see a card, by where it stands. */

/** Has nobody but one person a card of it to look at? */
export function isUnseen({ card }: Pick<Outline, 'card'>): boolean {
  return card === undefined || isForOne(card.channelId);
}

/** Does its card stand where only one person sees it? One whose place is not noted yet is posted where it is bound for, or asked for. */
export function isPrivate({
  card,
  cardBoundFor,
  channelId,
}: Pick<Outline, 'card' | 'cardBoundFor' | 'channelId'>): boolean {
  return isForOne(card?.channelId ?? cardBoundFor ?? channelId);
}

/** The channels in which others see its card, the likeliest first: one that was posted and not noted yet stands where it is bound for. */
export function channelsOf({
  card,
  cardBoundFor,
  channelId,
}: Pick<Change, 'card' | 'cardBoundFor' | 'channelId'>): string[] {
  const all = [cardBoundFor, card?.channelId, channelId].filter((id) => id !== undefined);
  return [...new Set(all)].filter((id) => !isForOne(id));
}

/** As it is once its card is posted there. @param where a channel, or a person for their direct messages */
export function standingIn(change: Change, where: string): Change {
  return { ...change, card: { channelId: where, ts: '', link: undefined }, cardBoundFor: undefined };
}

/** Where something is posted to one person, their own id stands for their direct messages. */
function isForOne(where: string): boolean {
  return isDirect(where) || /^[UW]/.test(where);
}
