import type { Block, Json, ViewState } from '../../slack/client-api.ts';
import type { Element } from '../blocks/kit.ts';

export type ElementValue = ViewState[string][string];

/** Where an element keeps its value in `state.values`, where its initial one stands, and whether it holds several. */
interface Slot {
  key: string;
  initial: string;
  isMany?: true;
}

const SLOTS: { [type: string]: Slot } = {
  static_select: { key: 'selected_option', initial: 'initial_option' },
  external_select: { key: 'selected_option', initial: 'initial_option' },
  users_select: { key: 'selected_user', initial: 'initial_user' },
  channels_select: { key: 'selected_channel', initial: 'initial_channel' },
  conversations_select: { key: 'selected_conversation', initial: 'initial_conversation' },
  multi_static_select: { key: 'selected_options', initial: 'initial_options', isMany: true },
  multi_external_select: { key: 'selected_options', initial: 'initial_options', isMany: true },
  multi_users_select: { key: 'selected_users', initial: 'initial_users', isMany: true },
  multi_channels_select: { key: 'selected_channels', initial: 'initial_channels', isMany: true },
  multi_conversations_select: {
    key: 'selected_conversations',
    initial: 'initial_conversations',
    isMany: true,
  },
  radio_buttons: { key: 'selected_option', initial: 'initial_option' },
  checkboxes: { key: 'selected_options', initial: 'initial_options', isMany: true },
  datepicker: { key: 'selected_date', initial: 'initial_date' },
  timepicker: { key: 'selected_time', initial: 'initial_time' },
  datetimepicker: { key: 'selected_date_time', initial: 'initial_date_time' },
  plain_text_input: { key: 'value', initial: 'initial_value' },
  number_input: { key: 'value', initial: 'initial_value' },
  email_text_input: { key: 'value', initial: 'initial_value' },
  url_text_input: { key: 'value', initial: 'initial_value' },
};

/** What is chosen or typed, without the wrapping; `null` when nothing is, an empty list for a multiple choice. */
export function contentOf(type: string, value: ElementValue | undefined): Json {
  const slot = SLOTS[type];
  return (slot && value?.[slot.key]) ?? emptyOf(slot);
}

/** `content` as it stands in `state.values`. An empty text counts as none, as in Slack. */
export function elementValue(type: string, content: Json): ElementValue {
  const slot = SLOTS[type];
  return slot ? { type, [slot.key]: content === '' ? emptyOf(slot) : content } : { type };
}

export const isEmpty = (content: Json): boolean =>
  content === null || content === '' || (Array.isArray(content) && content.length === 0);

/** The values that blocks begin with: block id → action id → value, as Slack's `state.values`. */
export function initialState(blocks: readonly Block[]): ViewState {
  const state: ViewState = {};
  for (const [blockId, element] of statefulElements(blocks)) {
    const slot = SLOTS[element.type];
    if (!slot || !element.action_id) continue;
    const initial = element[slot.initial as `initial_${string}`] as Json | undefined;
    state[blockId] = {
      ...state[blockId],
      [element.action_id]: elementValue(element.type, initial ?? emptyOf(slot)),
    };
  }
  return state;
}

/** `initial` with what the person changed; changes to elements that are gone do not count. */
export function mergeState(initial: ViewState, changes: ViewState): ViewState {
  const merge = (blockId: string, actions: ViewState[string]) =>
    Object.entries(actions).map(([actionId, value]) => {
      const changed = changes[blockId]?.[actionId];
      return [actionId, changed?.type === value.type ? changed : value] as const;
    });
  return Object.fromEntries(
    Object.entries(initial).map(([blockId, actions]) => [
      blockId,
      Object.fromEntries(merge(blockId, actions)),
    ]),
  );
}

function statefulElements(blocks: readonly Block[]): [blockId: string, element: Element][] {
  return blocks.flatMap((block) => {
    const { element, accessory, elements, child_blocks } = block as unknown as {
      element?: Element;
      accessory?: Element;
      elements?: Element[];
      child_blocks?: Block[];
    };
    const own = [element, accessory, ...(block.type === 'actions' ? (elements ?? []) : [])];
    const found = own.filter((candidate) => candidate !== undefined);
    return [
      ...found.map((candidate): [string, Element] => [block.block_id ?? '', candidate]),
      ...statefulElements(child_blocks ?? []),
    ];
  });
}

const emptyOf = (slot: Slot | undefined): Json => (slot?.isMany ? [] : null);
