import type { Job } from './tasks.ts';

/** Has the cards that wait say what the policy says since it was read anew. @param keepAll lays it down where told to stop */
export function createTermsTask(
  keepAll: (signal: AbortSignal) => Promise<void>,
): (job: Job<object>) => Promise<void> {
  return ({ signal }) => keepAll(signal);
}
