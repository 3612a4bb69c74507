import type { Block } from '../../slack/client-api.ts';

/**
 * The parts of Block Kit that the page draws itself, as far as it looks at them. The server has checked every block
 * before it is shown, so they are read here without another check; a block that is wrong all the same is caught by
 * the boundary around it.
 */
export interface Text {
  type: 'plain_text' | 'mrkdwn';
  text: string;
}

export interface Choice {
  text: Text;
  value?: string;
  description?: Text;
  url?: string;
}

export interface ChoiceGroup {
  label: Text;
  options: Choice[];
}

export interface Confirmation {
  title?: Text;
  text: Text;
  confirm?: Text;
  deny?: Text;
  style?: 'primary' | 'danger';
}

export interface Element {
  type: string;
  action_id?: string;
  text?: Text;
  url?: string;
  style?: 'primary' | 'danger';
  confirm?: Confirmation;
  placeholder?: Text;
  accessibility_label?: string;
  options?: Choice[];
  option_groups?: ChoiceGroup[];
  min_query_length?: number;
  max_selected_items?: number;
  multiline?: boolean;
  min_length?: number;
  max_length?: number;
  is_decimal_allowed?: boolean;
  min_value?: string;
  max_value?: string;
  focus_on_load?: boolean;
  image_url?: string;
  alt_text?: string;
  [initial: `initial_${string}`]: unknown;
}

export interface SectionBlock {
  block_id?: string;
  text?: Text;
  fields?: Text[];
  accessory?: Element;
}

export interface ActionsBlock {
  block_id?: string;
  elements: Element[];
}

export interface ContextBlock {
  elements: (Text | { type: 'image'; image_url: string; alt_text: string })[];
}

export interface InputBlock {
  block_id?: string;
  label: Text;
  element: Element;
  hint?: Text;
  optional?: boolean;
  dispatch_action?: boolean;
}

export interface ImageBlock {
  image_url?: string;
  alt_text: string;
  title?: Text;
}

export interface TableBlock {
  caption?: string;
  rows: TableCell[][];
  column_settings?: ({ align?: 'left' | 'center' | 'right'; is_wrapped?: boolean } | null)[];
}

export type TableCell =
  | { type: 'raw_text'; text: string }
  | { type: 'raw_number'; value: number; text?: string }
  | ({ type: 'rich_text' } & Block);

/** Reads a block as the kind that its `type` says. */
export const as = <Kind>(block: Block): Kind => block as unknown as Kind;

/** The fixed choices of a select, in groups; ungrouped ones are in a group without a label. */
export function groupsOf(source: {
  options?: Choice[];
  option_groups?: ChoiceGroup[];
}): Partial<ChoiceGroup>[] {
  return source.option_groups ?? [{ options: source.options ?? [] }];
}
