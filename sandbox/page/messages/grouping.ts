import type { Message } from '../../slack/client-api.ts';

const GROUP_SECONDS = 300;

/** When a message was posted: the whole part of its `ts` is seconds since 1970. */
export const dateOf = (message: Message): Date => new Date(Number.parseFloat(message.ts) * 1000);

export const isSameDay = (before: Message | undefined, message: Message): boolean =>
  before !== undefined && dateOf(before).toDateString() === dateOf(message).toDateString();

export const dayOf = (message: Message): string =>
  new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' }).format(
    dateOf(message),
  );

/**
 * Does a message go on where its author left off, so that it needs no name and avatar of its own? One with blocks
 * never does: cards stand apart.
 */
export function follows(before: Message | undefined, message: Message): boolean {
  if (
    !before ||
    message.blocks?.length ||
    before.user !== message.user ||
    before.isEphemeral !== message.isEphemeral
  )
    return false;
  const pause = dateOf(message).getTime() - dateOf(before).getTime();
  return isSameDay(before, message) && pause < GROUP_SECONDS * 1000;
}
