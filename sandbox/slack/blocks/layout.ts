import { z } from 'zod';
import { hasOneSource, ImageElement, imageSource, ONE_SOURCE } from './composition.ts';
import { ActionsElement, ContextActionsElement, InputElement, SectionAccessory } from './elements.ts';
import { anyText, filled, Identifier, mrkdwn, plainText, Url } from './text.ts';

/** The layout blocks that hold text, images and elements. */

const block = <Type extends string>(type: Type) => ({
  type: z.literal(type),
  block_id: Identifier.optional(),
});

export const Section = z
  .strictObject({
    ...block('section'),
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: SectionAccessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine(
    (section) => section.text !== undefined || section.fields !== undefined,
    'must have text or fields',
  );

export const Divider = z.strictObject(block('divider'));

export const Image = z
  .strictObject({
    ...block('image'),
    alt_text: filled(2000),
    title: plainText(2000).optional(),
    ...imageSource,
  })
  .refine(hasOneSource, ONE_SOURCE);

export const Actions = z.strictObject({
  ...block('actions'),
  elements: z.array(ActionsElement).min(1).max(25),
});

export const Context = z.strictObject({
  ...block('context'),
  elements: z
    .array(z.discriminatedUnion('type', [plainText(3000), mrkdwn(3000), ImageElement]))
    .min(1)
    .max(10),
});

export const ContextActions = z.strictObject({
  ...block('context_actions'),
  elements: z.array(ContextActionsElement).min(1).max(5),
});

export const Header = z.strictObject({ ...block('header'), text: plainText(150) });

export const Input = z.strictObject({
  ...block('input'),
  label: plainText(2000),
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: InputElement,
});

export const Markdown = z.strictObject({ ...block('markdown'), text: filled(12_000) });

export const File = z.strictObject({
  ...block('file'),
  source: z.literal('remote'),
  external_id: filled(255),
});

export const Video = z.strictObject({
  ...block('video'),
  video_url: Url,
  thumbnail_url: Url,
  alt_text: filled(2000),
  title: plainText(200),
  title_url: Url.optional(),
  author_name: z.string().max(50).optional(),
  provider_name: z.string().optional(),
  provider_icon_url: Url.optional(),
  description: plainText(200).optional(),
});

export const Alert = z.strictObject({
  ...block('alert'),
  text: anyText(3000),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});
