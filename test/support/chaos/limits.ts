import { setTimeout as pause } from 'node:timers/promises';

/** @throws where the work has not ended by then; nobody hears what becomes of it later */
export async function within<Of>(milliseconds: number, what: string, work: Promise<Of>): Promise<Of> {
  const over = new AbortController();
  const end = pause(milliseconds, undefined, { signal: over.signal }).then((): never => {
    throw new Error(`Waited in vain for ${what}`);
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    over.abort();
  }
}

/** Does one after the other, also where one fails. @throws the first that failed */
export async function inTurn(...works: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const work of works) await work().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}
