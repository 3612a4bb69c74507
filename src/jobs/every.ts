/** Something that is done again and again, until it is stopped. */
export interface Repeating {
  /** Resolves when a round that is under way has ended. */
  stop(): Promise<void>;
}

/** Does it now, and again so long after each end. A round that fails is the caller's to note: the next one comes. */
export function every(milliseconds: number, round: () => Promise<void>): Repeating {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let current = Promise.resolve();

  const turn = () => {
    current = round().finally(() => {
      if (!isStopped) timer = setTimeout(turn, milliseconds);
    });
  };
  turn();

  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
