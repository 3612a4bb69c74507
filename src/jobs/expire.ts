import type { Changes } from '../services/changes.ts';
import type { ChangeTask } from './tasks.ts';

/** Closes a change at the time on its card. One that was decided meanwhile is left alone. */
export function createExpireTask(changes: Changes): ChangeTask {
  return async ({ changeId }) => {
    await changes.expire(changeId);
  };
}
