/** Something that is to end early, because somebody asked for it or because it cannot go on. */
export interface Ending {
  readonly isEnded: boolean;
  /** What it ended of, where that is not the signal that was given. */
  readonly fault: { readonly error: unknown } | undefined;
  readonly signal: AbortSignal;
  /** Ends it. The first fault counts. Needs no `this`. */
  endWith(error: unknown): undefined;
  /**
   * The work's result; rejects as soon as this ends, whatever becomes of the work.
   * Not `Promise.race` with one promise of the end: that one would hold every result for as long as it waits.
   */
  unlessEnded<Result>(work: Promise<Result>): Promise<Result>;
  /** It cannot end any more: lets go of the signal that was given. */
  close(): void;
}

/** Thrown where an ending broke something off. */
export class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
}

/** @param signal ends it, too */
export function createEnding(signal?: AbortSignal): Ending {
  const controller = new AbortController();
  const waiting = new Set<() => void>();
  let fault: { error: unknown } | undefined;
  const end = () => {
    controller.abort(new BrokenOff());
    for (const breakOff of waiting) breakOff();
  };
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();

  return {
    get isEnded() {
      return controller.signal.aborted;
    },
    get fault() {
      return fault;
    },
    signal: controller.signal,
    endWith(error) {
      if (!(error instanceof BrokenOff)) fault ??= { error };
      end();
      return undefined;
    },
    unlessEnded(work) {
      return new Promise((resolve, reject) => {
        const breakOff = () => reject(new BrokenOff());
        if (controller.signal.aborted) breakOff();
        waiting.add(breakOff);
        work.then(resolve, reject).finally(() => waiting.delete(breakOff));
      });
    },
    close: () => signal?.removeEventListener('abort', end),
  };
}
