import { z } from 'zod';
import { filled, Identifier, Url } from './text.ts';

/** A `rich_text` block and everything in it. The length of its text counts towards the message's sum, see `limits.ts`. */

const flag = z.boolean().optional();
const Style = z.strictObject({
  bold: flag,
  italic: flag,
  strike: flag,
  code: flag,
  underline: flag,
  highlight: flag,
  client_highlight: flag,
  unlink: flag,
});

const inline = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), style: Style.optional(), ...shape });

const id = filled(255);
const RichText = inline('text', { text: z.string().min(1) });
const RichLink = inline('link', { url: Url, text: z.string().optional(), unsafe: flag });

const Inline = z.discriminatedUnion('type', [
  RichText,
  RichLink,
  inline('user', { user_id: id }),
  inline('usergroup', { usergroup_id: id }),
  inline('channel', { channel_id: id }),
  inline('team', { team_id: id }),
  inline('emoji', { name: id, unicode: z.string().optional(), url: Url.optional() }),
  inline('date', {
    timestamp: z.int(),
    format: z.string().min(1),
    url: Url.optional(),
    fallback: z.string().optional(),
  }),
  inline('broadcast', { range: z.enum(['here', 'channel', 'everyone']) }),
  inline('color', { value: z.string().min(1) }),
]);

const border = z.union([z.literal(0), z.literal(1)]).optional();
const Section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(Inline) });

export const RichTextBlock = z.strictObject({
  type: z.literal('rich_text'),
  block_id: Identifier.optional(),
  elements: z.array(
    z.discriminatedUnion('type', [
      Section,
      z.strictObject({
        type: z.literal('rich_text_list'),
        style: z.enum(['bullet', 'ordered']),
        elements: z.array(Section),
        indent: z.int().min(0).max(8).optional(),
        offset: z.int().min(0).optional(),
        border,
      }),
      z.strictObject({
        type: z.literal('rich_text_preformatted'),
        elements: z.array(z.discriminatedUnion('type', [RichText, RichLink])),
        border,
      }),
      z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(Inline), border }),
    ]),
  ),
});
