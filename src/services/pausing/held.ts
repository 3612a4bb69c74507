import { openPauseOf } from '../../db/open-pauses.ts';
import type { Queryable } from '../../db/pool.ts';
import { runningPauseOf } from '../../db/timed-pauses.ts';
import type { Change } from '../../domain/change.ts';
import { code, person, quoted, slackDate } from '../../domain/mrkdwn.ts';

/**
 * Whose pause an input that is paused already is in, where it has no end and is not this person's. A pause with an end
 * would resume what somebody else means to stay paused, so it does not take such a one over.
 * @returns a sentence; nothing where it ends by itself, or is this person's own: that may be given an end
 */
export async function heldBy(db: Queryable, inputId: string, userId: string): Promise<string | undefined> {
  if (await runningPauseOf(db, inputId)) return undefined;
  const pause = await openPauseOf(db, inputId);
  if (!pause) return 'That was not done through this bot, so who did it, and until when, is not known here.';
  if (pause.requestedBy === userId) return undefined;
  const who = `${person(pause.requestedBy)} paused it ${slackDate(pause.closedAt)}`;
  return pause.reason === undefined ? `${who} and gave no reason.` : `${who}: ${quoted(pause.reason)}`;
}

type Held = Pick<Change, 'action' | 'inputId' | 'inputName' | 'requestedBy' | 'timer'>;

/** Why a pause with an end has to leave an input alone that was paused before it was carried out. */
export async function whyLeftAlone(
  db: Queryable,
  { action, inputId, inputName, requestedBy, timer }: Held,
): Promise<string | undefined> {
  if (action !== 'pause' || !timer) return undefined;
  const held = await heldBy(db, inputId, requestedBy);
  if (held === undefined) return undefined;
  return `${code(inputName)} is paused already, without an end. ${held} So nothing was sent, and it stays paused until somebody resumes it.`;
}
