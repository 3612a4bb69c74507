import type { Queryable } from '../../db/pool.ts';
import { findRunningPause, isTimeOver, timerEndOf } from '../../db/timed-pauses.ts';
import type { Change } from '../../domain/change.ts';
import { code } from '../../domain/mrkdwn.ts';

type Overtakable = Pick<Change, 'id' | 'action' | 'inputId' | 'inputName' | 'resumes' | 'extends' | 'timer'>;

/**
 * Why a pause or resume has no point any more, as a sentence without its end: the pause that a resume would end was
 * replaced by another one, that which a pause would make longer has ended, or the time is over until which it was to be paused.
 */
export async function whyOvertaken(
  db: Queryable,
  { id, action, inputId, inputName, resumes, extends: extended, timer }: Overtakable,
): Promise<string | undefined> {
  // Nobody's rights are looked at for the end of a pause: so it is one, of a pause that was carried out and still runs.
  if (resumes !== undefined && (action !== 'resume' || (await inputPausedBy(db, resumes)) !== inputId)) {
    return `The pause of ${code(inputName)} that was to end has been replaced or ended meanwhile`;
  }
  if (extended !== undefined && (await timerEndOf(db, extended)) !== undefined) {
    return `The pause of ${code(inputName)} that was to be made longer has ended meanwhile`;
  }
  if (action === 'pause' && timer?.until && (await isTimeOver(db, id))) {
    return `The time until which ${code(inputName)} was to be paused is over`;
  }
  return undefined;
}

/** The input of a timed pause that runs. */
async function inputPausedBy(db: Queryable, pauseId: string): Promise<string | undefined> {
  return (await findRunningPause(db, pauseId))?.inputId;
}
