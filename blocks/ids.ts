/** The names of what can be clicked. A button's value is an id or a command, never a state. */
export const ACTION = {
  approve: 'approve',
  cancel: 'cancel',
  postHere: 'post_here',
  postToMe: 'post_to_me',
  /** Followed by `:` and a number: the ids within a block of buttons have to differ. */
  run: 'run',
} as const;

/** `run:1` → `run`. */
export function actionNameOf(actionId: string): string {
  return actionId.split(':', 1)[0] ?? '';
}
