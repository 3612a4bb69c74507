import type { Forgetting } from '../services/forgetting.ts';
import type { ChangeTask } from './tasks.ts';

/** Removes the documents of an ended change once they are needed no more. */
export function createForgetTask(forgetting: Forgetting): ChangeTask {
  return ({ changeId }) => forgetting.forget(changeId);
}
