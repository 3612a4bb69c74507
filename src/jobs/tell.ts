import { type Change, isResult } from '../domain/change.ts';
import type { Preview } from '../domain/diff.ts';
import type { Message } from '../domain/message.ts';
import { Unreadable } from '../errors.ts';
import type { Changes } from '../services/changes.ts';
import type { Previews } from '../services/previews.ts';
import type { FindStuck, Stuck } from '../services/shortages.ts';
import { SlackFailure } from '../slack/failure.ts';
import type { Messenger } from '../slack/messenger.ts';
import type { ChangeTask } from './tasks.ts';

export interface TellOptions {
  readonly changes: Changes;
  readonly previews: Previews;
  readonly messenger: Messenger;
  readonly render: (change: Change, preview: Preview | undefined) => Message;
  readonly renderStuck: (stuck: Stuck) => Message;
  /** The id of what is asked in the place of a change whose input has moved. */
  readonly askedAnew: (change: Change) => Promise<string | undefined>;
  readonly findStuck: FindStuck;
}

/**
 * Tells the one who asked how it ended: in the card's thread, or in their direct messages where there is no card, or Slack
 * takes nothing for its thread. Nobody sees the answer of what a worker asks anew, so that what nobody can approve is
 * told here.
 */
export function createTellTask(options: TellOptions): ChangeTask {
  const { changes, previews, messenger, render, renderStuck, askedAnew, findStuck } = options;

  async function messageOf(change: Change): Promise<Message> {
    const ended = render(change, await previews.of(change));
    const nextId = change.state === 'stale' ? await askedAnew(change) : undefined;
    const stuck = nextId === undefined ? undefined : await findStuck(nextId, change.requestedBy);
    return stuck ? joined(ended, renderStuck(stuck)) : ended;
  }

  return async ({ changeId }) => {
    const change = await changes.find(changeId).catch(nothingToTell);
    if (!change || isKnownToAsker(change)) return;
    const { card } = change;
    const message = await messageOf(change);
    const isTold = card && (await isTaken(messenger.post(card.channelId, message, { threadTs: card.ts })));
    if (!isTold) await isTaken(messenger.post(change.requestedBy, message));
  };
}

/** One message, not two: a job that is tried again must not say the first of them twice. */
function joined(first: Message, second: Message): Message {
  return { text: `${first.text} ${second.text}`, blocks: [...first.blocks, ...second.blocks] };
}

/** What Slack will not take now it will not take later. @throws SlackFailure when trying later helps */
async function isTaken(posting: Promise<unknown>): Promise<boolean> {
  try {
    await posting;
    return true;
  } catch (error) {
    if (!(error instanceof SlackFailure) || error.fault === 'unavailable') throw error;
    return false;
  }
}

/** Of one that can be read no more, as its key is gone, the card says how it ended. */
function nothingToTell(error: unknown): undefined {
  if (!(error instanceof Unreadable)) throw error;
}

/**
 * They have just cancelled it themselves, or applied it alone, of which the channel is told; or the card that they look at is
 * the result.
 */
function isKnownToAsker(change: Change): boolean {
  if (change.closedBy === change.requestedBy || isAppliedByAsker(change)) return true;
  if (!isResult(change) || change.card === undefined) return false;
  // The card of a timed pause's end is posted with how that went, and calls them by name.
  return change.state === 'applied' || change.resumes !== undefined;
}

function isAppliedByAsker({ state, aloneReason, approvedBy, requestedBy }: Change): boolean {
  return state === 'applied' && aloneReason !== undefined && approvedBy === requestedBy;
}
