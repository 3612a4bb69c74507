import { z } from 'zod';
import { DispatchActionConfig } from './composition.ts';
import { RichTextBlock } from './rich-text.ts';
import { filled, Identifier, plainText } from './text.ts';

/** The elements that a person types into. */

const common = {
  action_id: Identifier.optional(),
  focus_on_load: z.boolean().optional(),
  placeholder: plainText(150).optional(),
  dispatch_action_config: DispatchActionConfig.optional(),
};
const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be a number in a string');

export const PlainTextInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...common,
    initial_value: z.string().max(3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
  })
  .refine(
    (input) => (input.min_length ?? 0) <= (input.max_length ?? 3000),
    'min_length is more than max_length',
  )
  .refine(
    (input) => (input.initial_value ?? '').length <= (input.max_length ?? 3000),
    'initial_value is longer than max_length',
  );

export const NumberInput = z.strictObject({
  type: z.literal('number_input'),
  ...common,
  is_decimal_allowed: z.boolean(),
  initial_value: decimal.optional(),
  min_value: decimal.optional(),
  max_value: decimal.optional(),
});

export const EmailInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...common,
  initial_value: z.email().optional(),
});

export const UrlInput = z.strictObject({
  type: z.literal('url_text_input'),
  ...common,
  initial_value: z.url().optional(),
});

export const RichTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  ...common,
  initial_value: RichTextBlock.optional(),
  min_lines: z.int().min(1).max(100).optional(),
  max_lines: z.int().min(1).max(100).optional(),
});

export const FileInput = z.strictObject({
  type: z.literal('file_input'),
  action_id: Identifier.optional(),
  filetypes: z.array(filled(255)).min(1).optional(),
  max_files: z.int().min(1).max(10).optional(),
});
