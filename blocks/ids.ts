/** The names of what can be clicked. A button's value is an id or a command, never a state. */
export const ACTION = {
  approve: 'approve',
  cancel: 'cancel',
  /** Opens the form in which an approver says why not; the value is the change's id, as for the next five. */
  reject: 'reject',
  /** Opens the form of break-glass. */
  applyAlone: 'apply_alone',
  /** Opens the form that makes a timed pause longer. */
  extendPause: 'extend_pause',
  /** Ends a timed pause. */
  resumeNow: 'resume_now',
  /** Proposes the opposite of an applied change. */
  undo: 'undo',
  postHere: 'post_here',
  postToMe: 'post_to_me',
  /** Followed by `:` and a number: the ids within a block of buttons have to differ. */
  run: 'run',
  /** As `run`, for a button of a message that stays: the value is a command. */
  command: 'command',
  /** As `run`, with an answer that takes the place of the message: another page of a list. */
  page: 'page',
  /** Opens the form of a command; the value is the command. */
  form: 'form',
  /** All of what a change does, in a modal; the value is the change's id. */
  viewAll: 'view_all',
  /** Another page of that modal; the value is the page's number. */
  viewPage: 'view_page',
  /** Ends the saving of samples; the value is the save's id. */
  stopSave: 'stop_save',
} as const;

/** The forms, and the pages to read, by the `callback_id` of their modals. */
export const FORM = {
  /** Nothing to submit: a modal that is being made, or that says why it could not be. */
  none: 'none',
  viewAll: 'view_all',
  edit: 'edit',
  create: 'create',
  delete: 'delete',
  addTable: 'add_table',
  template: 'template',
  parameter: 'parameter',
  sampleApi: 'sample_api',
  sampleDb: 'sample_db',
  reject: 'reject',
  applyAlone: 'apply_alone',
  extendPause: 'extend_pause',
} as const;

/** The fields that search as one types. */
export const PICKER = {
  database: 'pick_database',
  parameter: 'pick_parameter',
} as const;

/** `run:1` → `run`. */
export function actionNameOf(actionId: string): string {
  return actionId.split(':', 1)[0] ?? '';
}
