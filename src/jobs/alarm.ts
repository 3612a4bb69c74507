import pMap from 'p-map';
import { channelsOf } from '../domain/card-place.ts';
import type { Change } from '../domain/change.ts';
import type { Message } from '../domain/message.ts';
import { namedByAll } from '../domain/policy/shortage.ts';
import { groupsIn } from '../domain/policy/terms.ts';
import { Unreadable } from '../errors.ts';
import { describeError, type Logger } from '../log.ts';
import type { Changes } from '../services/changes.ts';
import { SlackFailure } from '../slack/failure.ts';
import type { Messenger } from '../slack/messenger.ts';
import type { People } from '../slack/people.ts';
import type { ChangeTask } from './tasks.ts';

export interface AlarmOptions {
  readonly changes: Changes;
  readonly people: People;
  readonly messenger: Messenger;
  readonly renderToChannel: (change: Change) => Message;
  readonly renderToApprover: (change: Change) => Message;
  /** Who has been told already, by the ids of channels and people. */
  readonly alarmedOf: (changeId: string) => Promise<ReadonlySet<string>>;
  readonly noteAlarmed: (changeId: string, recipientId: string) => Promise<void>;
  readonly logger: Logger;
}

/** Posts that are under way at once: each goes to somebody else, so that Slack's limit for one channel is not met. */
const AT_ONCE = 4;

interface Recipient {
  /** Of the first that Slack lets in. */
  readonly ids: readonly string[];
  readonly message: Message;
}

/**
 * Tells the channel, and each of those who may approve a change, that one person has applied it alone. Who has been told is
 * kept, so that a job that was broken off goes on with the others; where Slack did not say whether it took a message,
 * somebody is rather told twice than not at all. Where nobody could be told, it is tried again: the bot may be let in.
 */
export function createAlarmTask(options: AlarmOptions): ChangeTask {
  const { changes, people, messenger, renderToChannel, renderToApprover, logger } = options;

  /** @returns has one of them been told? */
  async function tell({ id: changeId }: Change, { ids, message }: Recipient): Promise<boolean> {
    for (const recipientId of ids) {
      try {
        await messenger.post(recipientId, message);
        await options.noteAlarmed(changeId, recipientId);
        return true;
      } catch (error) {
        if (!(error instanceof SlackFailure) || error.fault === 'unavailable') throw error;
        // What Slack will not take now it will not take in a moment: the others are told all the same.
        const failed = { changeId, recipientId, error: describeError(error) };
        logger.error(failed, 'Somebody could not be told that a change was applied alone');
      }
    }
    return false;
  }

  /** What another process has the key for, that one applies, and it is asked for it again. */
  function nothingToTell(changeId: string): (error: unknown) => undefined {
    return (error) => {
      if (!(error instanceof Unreadable)) throw error;
      const failed = { changeId, error: describeError(error) };
      logger.error(failed, 'Nobody could be told that a change was applied alone');
    };
  }

  return async ({ changeId, signal }) => {
    const change = await changes.find(changeId).catch(nothingToTell(changeId));
    if (change?.aloneReason === undefined) return;
    const done = await options.alarmedOf(changeId);
    const { ids, isComplete } = await approversOf(change, people);
    const left: Recipient[] = [
      { ids: channelsOf(change), message: renderToChannel(change) },
      ...ids.map((id) => ({ ids: [id], message: renderToApprover(change) })),
    ].filter(({ ids }) => !ids.some((id) => done.has(id)));
    const failures: unknown[] = [];
    let isHeard = done.size > 0;
    await pMap(
      left,
      async (recipient) => {
        if (signal.aborted) return;
        try {
          isHeard = (await tell(change, recipient)) || isHeard;
        } catch (error) {
          failures.push(error);
        }
      },
      { concurrency: AT_ONCE },
    );
    signal.throwIfAborted();
    if (failures.length > 0) throw failures[0];
    if (!isHeard) throw new SlackFailure('refused', 'nobody_told');
    // Those who are known have been told; the others are asked for again.
    if (!isComplete) throw new SlackFailure('unavailable', 'user_groups_unknown');
  };
}

/**
 * Everybody who is named as one who may approve a change, but for whoever applied it. Where all members may, nobody is
 * named: the channel is told, and that is all of them.
 */
async function approversOf(
  { terms, approvedBy }: Change,
  people: People,
): Promise<{ ids: readonly string[]; isComplete: boolean }> {
  const groups = groupsIn(terms.approve);
  const members = new Map(
    await Promise.all(groups.map(async (id) => [id, await people.membersOf(id)] as const)),
  );
  // Of a group that is not known, nobody is told for now.
  const known = new Map([...members].map(([id, ids]) => [id, ids ?? []]));
  const named = namedByAll(terms.approve, known) ?? [];
  return {
    ids: named.filter((id) => id !== approvedBy),
    isComplete: [...members.values()].every((ids) => ids !== undefined),
  };
}
