import type { ClientState, Json } from '../../slack/client-api.ts';
import { type Choice, groupsOf } from '../blocks/kit.ts';
import { useWorkspace } from '../workspace.ts';
import { controlAttributes, type ElementProps } from './element-props.ts';
import { Picker } from './Picker.tsx';
import { useElement } from './use-element.tsx';

/** Every select, single and multiple: of fixed choices, of the app's own search, of people and of channels. */
export function Select(props: ElementProps) {
  const { element } = props;
  const { state } = useWorkspace();
  const { content, choose, busy, dialog, find } = useElement(props);
  const isMany = element.type.startsWith('multi_');
  const isExternal = element.type.endsWith('external_select');
  const listed = listedIn(state, element.type);
  const contents = Array.isArray(content) ? content : content === null ? [] : [content];
  const chosen = listed
    ? contents.map((id) => listed.find(({ value }) => value === id)).filter((choice) => choice !== undefined)
    : (contents as unknown as Choice[]);

  const onChoose = (choices: Choice[]) => {
    const next = choices.map((choice) => (listed ? (choice.value ?? '') : (choice as unknown as Json)));
    choose(isMany ? next : (next[0] ?? null));
  };
  return (
    <>
      <Picker
        attributes={controlAttributes(props)}
        placeholder={element.placeholder?.text ?? 'Select'}
        chosen={chosen}
        isMany={isMany}
        most={element.max_selected_items}
        busy={busy}
        source={
          isExternal
            ? { find, least: element.min_query_length ?? 3 }
            : { groups: listed ? [{ options: listed }] : groupsOf(element) }
        }
        onChoose={onChoose}
      />
      {dialog}
    </>
  );
}

/** The workspace's own lists, for the selects whose value is an id. */
function listedIn({ people, channels }: ClientState, type: string): Choice[] | undefined {
  const choice = (text: string, value: string): Choice => ({ text: { type: 'plain_text', text }, value });
  if (type.endsWith('users_select')) return people.map(({ realName, id }) => choice(realName, id));
  if (type.endsWith('channels_select')) {
    return channels.filter(({ isDirect }) => !isDirect).map(({ name, id }) => choice(`#${name}`, id));
  }
  if (type.endsWith('conversations_select')) {
    return channels.map(({ name, id, isDirect }) => choice(isDirect ? name : `#${name}`, id));
  }
  return undefined;
}
