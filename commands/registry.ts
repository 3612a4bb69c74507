import { addTable, addTableForm } from './add-table.ts';
import { approvals } from './approvals.ts';
import { autoMap } from './auto-map.ts';
import { applyAlone, applyAloneForm } from './buttons/apply-alone.ts';
import { approve } from './buttons/approve.ts';
import { cancel } from './buttons/cancel.ts';
import { extendPause, extendPauseForm } from './buttons/extend-pause.ts';
import { postHere, postToMe } from './buttons/post.ts';
import { reject, rejectForm } from './buttons/reject.ts';
import { resumeNow } from './buttons/resume-now.ts';
import { stopSave } from './buttons/stop-save.ts';
import { undo } from './buttons/undo.ts';
import { viewAll, viewPage } from './buttons/view-all.ts';
import { create, createForm } from './create.ts';
import { deleteForm, remove } from './delete.ts';
import { edit, editForm } from './edit.ts';
import { events } from './events.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { inputs } from './inputs.ts';
import { list } from './list.ts';
import { parameter, parameterForm } from './parameter.ts';
import { pause } from './pause.ts';
import { databasePicker } from './pickers/inputs.ts';
import { parameterPicker } from './pickers/parameter.ts';
import { policy } from './policy.ts';
import { resume } from './resume.ts';
import type { ButtonHandler, Command, FormHandler, PickerHandler } from './router/define.ts';
import { sampleApi, sampleApiForm } from './sample-api.ts';
import { sampleDb, sampleDbForm } from './sample-db.ts';
import { samples } from './samples.ts';
import { samplesSave } from './samples-save.ts';
import { samplesSaved } from './samples-saved.ts';
import { show } from './show.ts';
import { tables } from './tables.ts';
import { template, templateForm } from './template.ts';

/** Every verb, in the order in which help shows them. A verb that is not here does not exist. */
export const commands: readonly Command[] = [
  help,
  inputs,
  list,
  show,
  history,
  tables,
  pause,
  resume,
  edit,
  addTable,
  autoMap,
  template,
  parameter,
  create,
  remove,
  approvals,
  events,
  samples,
  samplesSave,
  samplesSaved,
  sampleApi,
  sampleDb,
  policy,
];

/** Every button whose value is no command. */
export const buttons: readonly ButtonHandler[] = [
  approve,
  reject,
  cancel,
  applyAlone,
  postHere,
  postToMe,
  viewAll,
  viewPage,
  undo,
  stopSave,
  extendPause,
  resumeNow,
];

/** Everything that can be submitted. */
export const forms: readonly FormHandler[] = [
  editForm,
  createForm,
  deleteForm,
  addTableForm,
  templateForm,
  parameterForm,
  rejectForm,
  applyAloneForm,
  sampleApiForm,
  sampleDbForm,
  extendPauseForm,
];

/** Every field that searches as one types. */
export const pickers: readonly PickerHandler[] = [databasePicker, parameterPicker];
