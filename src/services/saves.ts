import { randomUUID } from 'node:crypto';
import { addJob, hurryJob } from '../db/jobs.ts';
import { type Pool, transaction } from '../db/pool.ts';
import { findOpenSave, findSave, insertSave, markStopped } from '../db/saves.ts';
import { isAnyWorkerAlive } from '../db/workers.ts';
import type { Actor } from '../domain/policy/actor.ts';
import type { Save, SaveOf } from '../domain/save.ts';
import { savedAlready, whyNotStopped } from './saving/save-refusals.ts';

/** Who asks for a save, and of what. */
export interface SaveRequest {
  readonly of: SaveOf;
  readonly actor: Actor;
}

/** A save that can be begun, once there is a message to show it. */
export interface PreparedSave {
  /** As it will be, for the message. */
  readonly save: Save;
  /** Is there nobody to take it up? */
  readonly lacksWorker: boolean;
  /**
   * Keeps it and hands it to a worker: both or neither.
   * @throws KnownError `save_runs` where somebody else was faster
   */
  begin(place: { readonly channelId: string; readonly ts: string }): Promise<void>;
}

/** Asking for saves and stopping them. What a worker does with one is in `src/jobs/save.ts`. */
export class Saves {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** @throws KnownError `save_runs` while the same samples are being saved */
  async prepare(request: SaveRequest): Promise<PreparedSave> {
    const { of, actor } = request;
    const other = await findOpenSave(this.#pool, of);
    if (other) throw savedAlready(of, other, actor.userId);
    const id = randomUUID();
    return {
      save: newSave(id, request),
      lacksWorker: !(await isAnyWorkerAlive(this.#pool)),
      begin: (place) => this.#begin(id, request, place),
    };
  }

  /** Has a save come to its end, where it stands. @returns what is said to whoever wants that */
  async stop(id: string, actor: Actor): Promise<string> {
    const stopped = await transaction(this.#pool, async (client) => {
      const save = await markStopped(client, id, actor.userId);
      // One that waits to be tried again would otherwise be stopped only then. Once its run has left an outcome it looks
      // no more, though its job may still be at it: such a job cannot be hurried, and has to be followed by another.
      const wake = save?.outcome === undefined ? hurryJob : addJob;
      if (save) await wake(client, 'save', { saveId: id });
      return save;
    });
    if (!stopped) return whyNotStopped(await findSave(this.#pool, id), actor.userId);
    if (!(await isAnyWorkerAlive(this.#pool)))
      return 'It is stopped as soon as a worker runs: none does right now.';
    return stopped.state === 'sharing'
      ? 'Everything is saved already. Its message says in a moment whether the file still came into the thread.'
      : 'It is being stopped. Its message says in a moment how far it was.';
  }

  async #begin(
    id: string,
    { of, actor: { userId } }: SaveRequest,
    { channelId, ts }: { readonly channelId: string; readonly ts: string },
  ): Promise<void> {
    const isBegun = await transaction(this.#pool, async (client) => {
      const isNew = await insertSave(client, { id, of, requestedBy: userId, channelId, ts });
      if (isNew) await addJob(client, 'save', { saveId: id });
      return isNew;
    });
    if (!isBegun) throw savedAlready(of, await findOpenSave(this.#pool, of), userId);
  }
}

function newSave(id: string, { of, actor }: SaveRequest): Save {
  return {
    id,
    state: 'starting',
    of,
    requestedBy: actor.userId,
    requestedAt: new Date(),
    message: { channelId: '', ts: '', link: undefined },
    startedAt: undefined,
    progress: undefined,
    fileCount: undefined,
    shared: undefined,
    stoppedBy: undefined,
    closedAt: undefined,
    outcome: undefined,
  };
}
