import { z } from 'zod';
import { ImageElement } from './composition.ts';
import { Actions, Context, Divider, File, Header, Image, Input, Section, Video } from './layout.ts';
import { RichTextBlock } from './rich-text.ts';
import { Table } from './tables.ts';
import { anyText, Identifier, plainText } from './text.ts';

/** A `container` block: at most ten blocks under a title, which may fold away. */
export const Container = z
  .strictObject({
    type: z.literal('container'),
    block_id: Identifier.optional(),
    title: plainText(150).optional(),
    rich_text_title: RichTextBlock.optional(),
    subtitle: anyText(150).optional(),
    icon: ImageElement.optional(),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    has_header_divider: z.boolean().optional(),
    child_blocks: z
      .array(
        z.discriminatedUnion('type', [
          Actions,
          Context,
          Divider,
          File,
          Header,
          Image,
          Input,
          RichTextBlock,
          Section,
          Table,
          Video,
        ]),
      )
      .min(1)
      .max(10),
  })
  .refine(
    (container) => (container.title === undefined) !== (container.rich_text_title === undefined),
    'must have exactly one of title and rich_text_title',
  );
