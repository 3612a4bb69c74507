import { z } from 'zod';
import { Confirm, ImageElement, ListedOption, OverflowOption } from './composition.ts';
import { EmailInput, FileInput, NumberInput, PlainTextInput, RichTextInput, UrlInput } from './inputs.ts';
import { selects } from './selects.ts';
import { filled, Identifier, plainText, Url } from './text.ts';

/** Buttons, lists and pickers, and which element may stand where. */

const clickable = { action_id: Identifier.optional(), confirm: Confirm.optional() };
const focusable = { ...clickable, focus_on_load: z.boolean().optional() };
const label = { accessibility_label: filled(75).optional() };
const placeholder = { placeholder: plainText(150).optional() };
const style = { style: z.enum(['primary', 'danger']).optional() };

const Button = z.strictObject({
  type: z.literal('button'),
  ...clickable,
  ...style,
  ...label,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: Url.optional(),
});

const WorkflowButton = z.strictObject({
  type: z.literal('workflow_button'),
  ...clickable,
  ...style,
  ...label,
  text: plainText(75),
  workflow: z.looseObject({ trigger: z.looseObject({ url: Url }) }),
});

const Overflow = z.strictObject({
  type: z.literal('overflow'),
  ...clickable,
  options: z.array(OverflowOption).min(1).max(5),
});

const options = z.array(ListedOption).min(1).max(10);
type Listed = z.infer<typeof ListedOption>;
const among = (offered: Listed[], chosen: Listed[]): boolean =>
  chosen.every((wanted) => offered.some((option) => option.value === wanted.value));

const RadioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    ...focusable,
    options,
    initial_option: ListedOption.optional(),
  })
  .refine((radio) => !radio.initial_option || among(radio.options, [radio.initial_option]), {
    message: 'initial_option is not among the options',
  });

const Checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...focusable,
    options,
    initial_options: z.array(ListedOption).min(1).optional(),
  })
  .refine((boxes) => among(boxes.options, boxes.initial_options ?? []), {
    message: 'initial_options are not among the options',
  });

const Datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...focusable,
  ...placeholder,
  initial_date: z.iso.date().optional(),
});

const Timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...focusable,
  ...placeholder,
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:mm')
    .optional(),
  timezone: z.string().min(1).optional(),
});

const DateTimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...focusable,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
});

const feedback = z.strictObject({ text: plainText(75), ...label, value: filled(2000) });
const FeedbackButtons = z.strictObject({
  type: z.literal('feedback_buttons'),
  action_id: Identifier.optional(),
  positive_button: feedback,
  negative_button: feedback,
});

const IconButton = z.strictObject({
  type: z.literal('icon_button'),
  ...clickable,
  ...label,
  icon: filled(255),
  text: plainText(75),
  value: z.string().max(2000).optional(),
  visible_to_user_ids: z.array(z.string()).optional(),
});

const chosen = [...selects, RadioButtons, Checkboxes, Datepicker, Timepicker] as const;

export const SectionAccessory = z.discriminatedUnion('type', [
  ...chosen,
  Button,
  WorkflowButton,
  Overflow,
  ImageElement,
]);
export const ActionsElement = z.discriminatedUnion('type', [
  ...chosen,
  Button,
  WorkflowButton,
  Overflow,
  DateTimepicker,
  RichTextInput,
]);
export const InputElement = z.discriminatedUnion('type', [
  ...chosen,
  DateTimepicker,
  PlainTextInput,
  NumberInput,
  EmailInput,
  UrlInput,
  RichTextInput,
  FileInput,
]);
export const ContextActionsElement = z.discriminatedUnion('type', [FeedbackButtons, IconButton]);
