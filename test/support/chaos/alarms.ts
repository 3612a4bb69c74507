import type { Message } from '../../../sandbox/slack/client-api.ts';
import type { Change } from '../../../src/domain/change.ts';
import { APPROVERS, MAY_APPLY_ALONE } from './policy.ts';

/** What was applied by one person alone: by somebody who may, and everybody else has heard of it. */

/** @param seen what each of those who may approve it sees: the channel and their direct messages */
export function aboutAlone(change: Change, seen: ReadonlyMap<string, readonly Message[]>): string[] {
  const { aloneReason, approvedBy, channelId } = change;
  if (aloneReason === undefined) return [];
  const isAlarm = ({ text }: Message) => text.includes('alone*') && text.includes(`${aloneReason}\u201d`);
  const others = APPROVERS.filter((id) => id !== approvedBy);
  const heard = (id: string) => (seen.get(id) ?? []).filter(isAlarm).map(({ channel }) => channel);
  return [
    ...(approvedBy === MAY_APPLY_ALONE ? [] : [`was applied alone by ${approvedBy}, who may not`]),
    ...(others.every((id) => heard(id).includes(channelId))
      ? []
      : ['was applied alone, and the channel was not told']),
    ...others
      .filter((id) => heard(id).every((channel) => channel === channelId))
      .map((id) => `was applied alone, and ${id} was not told`),
  ];
}
