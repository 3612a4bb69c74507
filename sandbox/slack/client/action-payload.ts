import type { Element } from '../blocks/find.ts';
import type { Json } from '../client-api.ts';

/** How the value of each kind of element is called in `actions` and in `state.values`. */
const valueField: Record<string, string> = {
  static_select: 'selected_option',
  external_select: 'selected_option',
  overflow: 'selected_option',
  radio_buttons: 'selected_option',
  users_select: 'selected_user',
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
  multi_static_select: 'selected_options',
  multi_external_select: 'selected_options',
  checkboxes: 'selected_options',
  multi_users_select: 'selected_users',
  multi_conversations_select: 'selected_conversations',
  multi_channels_select: 'selected_channels',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
  rich_text_input: 'rich_text_value',
  file_input: 'files',
};

export const valueFieldOf = (type: string): string => valueField[type] ?? 'value';

/** The entry of `actions` for a click or a choice. A button sends what the app put in it, never what the client says. */
export function actionEntry(
  blockId: string,
  element: Element,
  value: Json | undefined,
): { [key: string]: Json } {
  const common = {
    type: element.type,
    block_id: blockId,
    action_id: element.action_id ?? '',
    action_ts: `${(Date.now() / 1000).toFixed(6)}`,
  };
  if (['button', 'workflow_button', 'icon_button'].includes(element.type)) {
    return {
      ...common,
      ...pick(element, ['text', 'value', 'style', 'url']),
    };
  }
  return {
    ...common,
    ...pick(element, ['placeholder', 'initial_option']),
    [valueFieldOf(element.type)]: value ?? null,
  };
}

const pick = (element: Element, fields: string[]): { [key: string]: Json } =>
  Object.fromEntries(
    fields.flatMap((field) => (element[field] === undefined ? [] : [[field, element[field] as Json]])),
  );

/** Whether a choice is one of those that the app offers; elements without a list of their own take any. */
export function isOffered(element: Element, value: Json | undefined): boolean {
  const groups = Array.isArray(element.option_groups) ? element.option_groups : [];
  const listed = Array.isArray(element.options)
    ? element.options
    : groups.flatMap((group: { options: unknown[] }) => group.options);
  if (listed.length === 0 || value === undefined || value === null) return true;
  const offered = new Set(listed.map((option: { value: string }) => option.value));
  const chosen = Array.isArray(value) ? value : [value];
  return chosen.every(
    (option) =>
      typeof option === 'object' &&
      option !== null &&
      !Array.isArray(option) &&
      offered.has(String(option.value)),
  );
}
