import { z } from 'zod';
import { Confirm, ConversationFilter, MenuOption, OptionGroup } from './composition.ts';
import { filled, Identifier, plainText } from './text.ts';

/** The five select menus, each for one choice and for several. */

const common = {
  action_id: Identifier.optional(),
  confirm: Confirm.optional(),
  focus_on_load: z.boolean().optional(),
  placeholder: plainText(150).optional(),
};
const several = { ...common, max_selected_items: z.int().min(1).optional() };
const id = filled(255);

const choices = {
  options: z.array(MenuOption).min(1).max(100).optional(),
  option_groups: z.array(OptionGroup).min(1).max(100).optional(),
};
type Option = z.infer<typeof MenuOption>;
interface Choices {
  options?: Option[];
  option_groups?: { options: Option[] }[];
}

const hasOneList = (menu: Choices): boolean =>
  (menu.options === undefined) !== (menu.option_groups === undefined);
const ONE_LIST = 'must have exactly one of options and option_groups';

function offers(menu: Choices, chosen: Option[]): boolean {
  const offered = menu.options ?? menu.option_groups?.flatMap((group) => group.options) ?? [];
  return chosen.every((wanted) =>
    offered.some((option) => option.value === wanted.value && option.text.text === wanted.text.text),
  );
}

const StaticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...common,
    ...choices,
    initial_option: MenuOption.optional(),
  })
  .refine(hasOneList, ONE_LIST)
  .refine((menu) => menu.initial_option === undefined || offers(menu, [menu.initial_option]), {
    message: 'initial_option is not among the options',
  });

const MultiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...several,
    ...choices,
    initial_options: z.array(MenuOption).min(1).optional(),
  })
  .refine(hasOneList, ONE_LIST)
  .refine((menu) => offers(menu, menu.initial_options ?? []), 'initial_options are not among the options');

const minQueryLength = { min_query_length: z.int().min(0).optional() };

const ExternalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...common,
  ...minQueryLength,
  initial_option: MenuOption.optional(),
});

const MultiExternalSelect = z.strictObject({
  type: z.literal('multi_external_select'),
  ...several,
  ...minQueryLength,
  initial_options: z.array(MenuOption).min(1).optional(),
});

const UsersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...common,
  initial_user: id.optional(),
});

const MultiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  ...several,
  initial_users: z.array(id).min(1).optional(),
});

const conversations = {
  default_to_current_conversation: z.boolean().optional(),
  filter: ConversationFilter.optional(),
};
const answerable = { response_url_enabled: z.boolean().optional() };

const ConversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...common,
  ...conversations,
  ...answerable,
  initial_conversation: id.optional(),
});

const MultiConversationsSelect = z.strictObject({
  type: z.literal('multi_conversations_select'),
  ...several,
  ...conversations,
  initial_conversations: z.array(id).min(1).optional(),
});

const ChannelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...common,
  ...answerable,
  initial_channel: id.optional(),
});

const MultiChannelsSelect = z.strictObject({
  type: z.literal('multi_channels_select'),
  ...several,
  initial_channels: z.array(id).min(1).optional(),
});

export const selects = [
  StaticSelect,
  MultiStaticSelect,
  ExternalSelect,
  MultiExternalSelect,
  UsersSelect,
  MultiUsersSelect,
  ConversationsSelect,
  MultiConversationsSelect,
  ChannelsSelect,
  MultiChannelsSelect,
] as const;
