import { NO_ANSWER } from '../../blocks/options.ts';
import type { Block, Json, SubmitResult, View, ViewState } from '../../sandbox/slack/client-api.ts';
import type { SlackStandIn } from '../../sandbox/slack/start.ts';
import { until, wordsIn } from './words.ts';

/** What a person puts into a field: a text, or the text or value of what they choose; several where several can be. */
export type Typed = string | readonly string[] | null;

/** What a person does in the topmost modal. Fields are called by their label or by the id of their block. */
export interface ModalActing {
  /** The topmost modal that is open. */
  modal(): View | undefined;
  /** Types a command, or clicks, and waits until its modal is made. */
  opensModal(how: string | (() => Promise<void>), channel?: string): Promise<View>;
  /** Waits until the modal holds the text. */
  waitsForModal(text: string | RegExp): Promise<View>;
  /** What a field that searches offers for a text; where the bot took a second, that there is no answer yet. */
  searches(field: string, text: string): Promise<string[]>;
  /** The same from whoever types again until there is an answer. */
  finds(field: string, text: string): Promise<string[]>;
  /** Fills in fields, leaves the others as they are, and submits. `null` empties a field. */
  submits(values?: Readonly<Record<string, Typed>>): Promise<SubmitResult>;
  clicksInModal(label: string): Promise<void>;
  closesModal(): Promise<void>;
}

/** An element of a block, as the app sent it. */
type Element = { type: string; action_id?: string } & { [key: string]: Json | undefined };
type Option = { text: { text: string }; value: string };

const BEING_MADE = 'Being made';

export function createModalActing(
  slack: SlackStandIn,
  id: string,
  types: (text: string, channel?: string) => Promise<void>,
): ModalActing {
  const modal = () => slack.state(id).views.at(-1);

  function top(): View {
    const view = modal();
    if (!view) throw new Error('No modal is open');
    return view;
  }

  async function waitsForModal(text: string | RegExp): Promise<View> {
    const matches = (view: View) => {
      const words = `${view.title}\n${wordsIn(view.blocks)}`;
      return typeof text === 'string' ? words.includes(text) : text.test(words);
    };
    return until(
      () => {
        const view = modal();
        return view && matches(view) ? view : undefined;
      },
      () => `"${text}" in the modal:\n${wordsIn(modal()?.blocks ?? [])}`,
    );
  }

  async function offered(view: View, field: string, text: string): Promise<Option[]> {
    const { block, element } = fieldOf(view, field);
    const { options, error } = await slack.options({
      as: id,
      container: { type: 'view', viewId: view.id },
      blockId: block.block_id ?? '',
      actionId: element.action_id ?? '',
      value: text,
    });
    if (error !== undefined) throw new Error(error);
    return (options ?? []) as unknown as Option[];
  }

  /** It says after a second that there is no answer yet, which on a machine that is held up is soon. */
  function answered(view: View, field: string, text: string): Promise<Option[]> {
    return until(
      async () => {
        const options = await offered(view, field, text);
        return !options.some(({ value }) => value === NO_ANSWER.value) && options;
      },
      () => `what ${field} offers for ${text}`,
    );
  }

  async function chosen(view: View, field: string, element: Element, wanted: string): Promise<Option> {
    const options = element.type.includes('external')
      ? await answered(view, field, wanted)
      : ((element.options ?? []) as unknown as Option[]);
    const option = options.find(({ text, value }) => text.text === wanted || value === wanted);
    if (!option) throw new Error(`"${wanted}" is not offered by ${field}`);
    return option;
  }

  async function entry(view: View, field: string, element: Element, typed: Typed): Promise<Json> {
    const { type } = element;
    if (type.startsWith('multi_') || type === 'checkboxes') {
      const wanted = typed === null ? [] : [typed].flat();
      const options: Option[] = [];
      for (const one of wanted) options.push(await chosen(view, field, element, one));
      return { type, selected_options: options };
    }
    const text = typed === null ? null : String(typed);
    if (!type.endsWith('_select') && type !== 'radio_buttons') return { type, value: text };
    return { type, selected_option: text === null ? null : await chosen(view, field, element, text) };
  }

  return {
    modal,
    waitsForModal,

    async opensModal(how, channel) {
      const before = modal()?.id;
      await (typeof how === 'string' ? types(how, channel) : how());
      return until(
        () => {
          const view = modal();
          return view && view.id !== before && !wordsIn(view.blocks).includes(BEING_MADE) ? view : undefined;
        },
        () => `a modal for ${how}`,
      );
    },

    async searches(field, text) {
      return (await offered(top(), field, text)).map((option) => option.text.text);
    },

    async finds(field, text) {
      return (await answered(top(), field, text)).map((option) => option.text.text);
    },

    async submits(values = {}) {
      const view = top();
      const state: ViewState = Object.fromEntries(
        inputsOf(view).map(({ block, element }) => [
          block.block_id ?? '',
          { [element.action_id ?? '']: initialOf(element) },
        ]),
      ) as ViewState;
      for (const [field, typed] of Object.entries(values)) {
        const { block, element } = fieldOf(view, field);
        const filled = await entry(view, field, element, typed);
        state[block.block_id ?? ''] = { [element.action_id ?? '']: filled } as ViewState[string];
      }
      return slack.submit({ as: id, viewId: view.id, state });
    },

    async clicksInModal(label) {
      const view = top();
      const button = buttonIn(view, label);
      const result = await slack.action({ as: id, container: { type: 'view', viewId: view.id }, ...button });
      if (!result.ok) throw new Error(result.error);
    },

    async closesModal() {
      await slack.closeView({ as: id, viewId: top().id });
    },
  };
}

function inputsOf({ blocks }: View): { block: Block; element: Element }[] {
  return blocks.flatMap((block) =>
    block.type === 'input' ? [{ block, element: block.element as unknown as Element }] : [],
  );
}

function fieldOf(view: View, field: string): { block: Block; element: Element } {
  const found = inputsOf(view).find(({ block }) => block.block_id === field || labelOf(block) === field);
  if (!found) throw new Error(`The modal has no field "${field}", but ${fieldsOf(view).join(', ')}`);
  return found;
}

/** The labels of a modal's fields. */
export function fieldsOf(view: View): string[] {
  return inputsOf(view).map(({ block }) => labelOf(block));
}

/** What stands in the fields of a modal as it is shown, by their labels. */
export function shownIn(view: View): Record<string, Json> {
  return Object.fromEntries(
    inputsOf(view).map(({ block, element }) => {
      const { value, selected_option, selected_options } = initialOf(element) as Record<string, Json>;
      return [labelOf(block), value ?? selected_option ?? selected_options ?? null];
    }),
  );
}

function labelOf({ label }: Block): string {
  return (label as { text: string } | undefined)?.text ?? '';
}

/** What Slack sends for a field that nobody has touched. */
function initialOf(element: Element): Json {
  const { type, initial_value = null, initial_option = null, initial_options = [] } = element;
  if (type.startsWith('multi_') || type === 'checkboxes') return { type, selected_options: initial_options };
  if (type.endsWith('_select') || type === 'radio_buttons') return { type, selected_option: initial_option };
  return { type, value: initial_value };
}

function buttonIn({ blocks }: View, label: string): { blockId: string; actionId: string } {
  for (const block of blocks) {
    const elements = (block.type === 'actions' ? block.elements : [block.accessory]) as unknown as (
      | { action_id: string; text?: { text: string } }
      | undefined
    )[];
    const found = elements.find((element) => element?.text?.text === label);
    if (found) return { blockId: block.block_id ?? '', actionId: found.action_id };
  }
  throw new Error(`The modal has no button "${label}"`);
}
