import { z } from 'zod';
import { RichTextBlock } from './rich-text.ts';
import { filled, Identifier, Url } from './text.ts';

/** `task_card` and `plan`: a piece of work and how far it is. */

const Source = z.strictObject({ type: z.literal('url'), url: Url, text: filled(3000) });

export const TaskCard = z.strictObject({
  type: z.literal('task_card'),
  block_id: Identifier.optional(),
  task_id: filled(255),
  title: filled(3000),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
  details: RichTextBlock.optional(),
  output: RichTextBlock.optional(),
  sources: z.array(Source).optional(),
});

export const Plan = z.strictObject({
  type: z.literal('plan'),
  block_id: Identifier.optional(),
  title: filled(3000),
  tasks: z.array(TaskCard).max(50).optional(),
});
