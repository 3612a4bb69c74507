import { z } from 'zod';
import { anyText, filled, plainText, Url } from './text.ts';

/** The objects that elements are composed of: options, confirmation dialogs, filters, image sources. */

const option = <Text extends z.ZodType>(text: Text) =>
  z.strictObject({ text, value: filled(75), description: plainText(75).optional() });

/** An option of a select menu: plain text only. */
export const MenuOption = option(plainText(75));
/** An option of radio buttons and checkboxes, whose text and description may be mrkdwn. */
export const ListedOption = z.strictObject({
  text: anyText(75),
  value: filled(75),
  description: anyText(75).optional(),
});
export const OverflowOption = MenuOption.extend({ url: Url.optional() });

export const OptionGroup = z.strictObject({
  label: plainText(75),
  options: z.array(MenuOption).min(1).max(100),
});

export const Confirm = z.strictObject({
  title: plainText(100).optional(),
  text: anyText(300),
  confirm: plainText(30).optional(),
  deny: plainText(30).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

export const ConversationFilter = z
  .strictObject({
    include: z
      .array(z.enum(['im', 'mpim', 'private', 'public']))
      .min(1)
      .optional(),
    exclude_external_shared_channels: z.boolean().optional(),
    exclude_bot_users: z.boolean().optional(),
  })
  .refine((filter) => Object.keys(filter).length > 0, 'must have at least one of its fields');

export const DispatchActionConfig = z.strictObject({
  trigger_actions_on: z
    .array(z.enum(['on_enter_pressed', 'on_character_entered']))
    .min(1)
    .optional(),
});

/** Where an image comes from; exactly one of the two is wanted, which `hasOneSource` checks. */
export const imageSource = {
  image_url: Url.optional(),
  slack_file: z.union([z.strictObject({ id: filled(255) }), z.strictObject({ url: Url })]).optional(),
};

export const hasOneSource = (image: { image_url?: unknown; slack_file?: unknown }): boolean =>
  (image.image_url === undefined) !== (image.slack_file === undefined);

export const ONE_SOURCE = 'must have exactly one of image_url and slack_file';

export const ImageElement = z
  .strictObject({ type: z.literal('image'), alt_text: filled(2000), ...imageSource })
  .refine(hasOneSource, ONE_SOURCE);
