import type { Choice, ChoiceGroup } from '../blocks/kit.ts';
import { PlainText } from '../text/PlainText.tsx';

interface Props {
  id: string;
  isOpen: boolean;
  groups: readonly Partial<ChoiceGroup>[];
  note: string | undefined;
  /** The place, over all groups, of the choice that Enter takes. */
  active: number;
  isMany: boolean;
  chosen: readonly Choice[];
  onPick: (choice: Choice) => void;
}

export function ChoiceList({ id, isOpen, groups, note, active, isMany, chosen, onPick }: Props) {
  const flat = groups.flatMap((group) => group.options ?? []);
  const option = (choice: Choice) => {
    const place = flat.indexOf(choice);
    const isChosen = chosen.some(({ value }) => value === choice.value);
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the field, which keeps the focus
      // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active choice
      <div
        key={choice.value}
        id={`${id}-${place}`}
        role="option"
        className={place === active ? 'option is-active' : 'option'}
        aria-selected={isChosen}
        // The field must keep the focus, or its blur would close the list before the click arrives.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => onPick(choice)}
      >
        <PlainText text={choice.text.text} />
        {choice.description && (
          <small>
            <PlainText text={choice.description.text} />
          </small>
        )}
      </div>
    );
  };
  return (
    <div id={id} role="listbox" className="popup" hidden={!isOpen} aria-multiselectable={isMany}>
      {note && <p className="option-note">{note}</p>}
      {groups.map((group, index) => {
        const options = group.options?.map(option);
        if (!group.label || !options?.length) return options;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups have no identity but their place
          // biome-ignore lint/a11y/useSemanticElements: a group of options in a listbox, not of form controls
          <div key={index} role="group" aria-label={group.label.text}>
            <p className="option-group">{group.label.text}</p>
            {options}
          </div>
        );
      })}
    </div>
  );
}
