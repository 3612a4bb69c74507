import { addJob } from '../../db/jobs.ts';
import { type Pool, transaction } from '../../db/pool.ts';
import { noteEndTrouble } from '../../db/timed-pauses.ts';

/** What kept a timed pause from its end, as a sentence, and when that is tried again. */
export interface Trouble {
  readonly why: string;
  readonly again: Date;
}

/**
 * Has the card of a timed pause say why it has not ended yet.
 * @param changeId of the pause, or of the resume that is to end it; for any other change nothing happens
 */
export function noteTrouble(pool: Pool, changeId: string, trouble: Trouble): Promise<void> {
  return transaction(pool, async (client) => {
    const pauseId = await noteEndTrouble(client, changeId, trouble);
    if (pauseId !== undefined) await addJob(client, 'card', { changeId: pauseId });
  });
}
