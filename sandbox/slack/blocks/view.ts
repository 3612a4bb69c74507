import { z } from 'zod';
import { faultsIn, type Refusal } from './check.ts';
import { complaints } from './complaints.ts';
import { allBlocks } from './find.ts';
import { plainText } from './text.ts';

/** Whether Slack would take this view. The blocks are checked apart, by `check.ts`. */

const MOST_BYTES = 250_000;

const common = {
  blocks: z.array(z.unknown()),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};

const Modal = z.strictObject({
  type: z.literal('modal'),
  ...common,
  title: plainText(24),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
});

const Home = z.strictObject({ type: z.literal('home'), ...common });

export const ViewJson = z.discriminatedUnion('type', [Modal, Home]);
export type ViewJson = z.infer<typeof ViewJson>;
export type ModalJson = z.infer<typeof Modal>;

/** Why Slack refuses a view, or the view, checked. `type` is the surface that the method wants. */
export function checkView<Type extends ViewJson['type']>(
  view: unknown,
  type: Type,
): { refusal: Refusal } | { view: Extract<ViewJson, { type: Type }> } {
  const refuse = (messages: string[]) => ({ refusal: { error: 'invalid_arguments', messages } });
  if (Buffer.byteLength(JSON.stringify(view) ?? '') > MOST_BYTES) {
    return { refusal: { error: 'view_too_large', messages: ['[ERROR] the view is larger than 250 kB'] } };
  }
  const parsed = ViewJson.safeParse(view);
  if (!parsed.success) return refuse(complaints(parsed.error, '/view'));
  if (parsed.data.type !== type) return refuse([`[ERROR] must be a ${type} [json-pointer:/view/type]`]);
  const faults = faultsIn(parsed.data.blocks, type, 100);
  if (faults.length > 0) return refuse(faults.map((fault) => fault.replace(':/blocks', ':/view/blocks')));
  if (parsed.data.type === 'modal' && parsed.data.submit === undefined && hasInput(parsed.data.blocks)) {
    return refuse(['[ERROR] missing required field: submit, since the view has inputs [json-pointer:/view]']);
  }
  return { view: parsed.data as Extract<ViewJson, { type: Type }> };
}

const hasInput = (blocks: readonly unknown[]): boolean =>
  allBlocks(blocks).some((block) => block.type === 'input');
