import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Choice } from '../blocks/kit.ts';
import { Chips } from './Chips.tsx';
import { ChoiceList } from './ChoiceList.tsx';
import { type Source, useChoices } from './use-choices.ts';

interface Props {
  attributes: object;
  placeholder: string;
  chosen: readonly Choice[];
  isMany: boolean;
  /** How many may be chosen at most. */
  most?: number | undefined;
  busy: boolean;
  source: Source;
  onChoose: (choices: Choice[]) => void;
}

/** A combobox: a field to search in, and the list of what fits. */
export function Picker({ attributes, placeholder, chosen, isMany, most, busy, source, onChoose }: Props) {
  const [query, setQuery] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const { groups, note } = useChoices(source, query, isOpen);
  const listId = useId();
  const frame = useRef<HTMLDivElement>(null);
  const flat = groups.flatMap((group) => group.options ?? []);
  const isFull = isMany && most !== undefined && chosen.length >= most;

  useEffect(() => {
    if (isOpen) frame.current?.querySelector('.popup')?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);

  const close = () => {
    setOpen(false);
    setQuery('');
    setActive(0);
  };
  const pick = (choice: Choice) => {
    const others = chosen.filter(({ value }) => value !== choice.value);
    const isNew = others.length === chosen.length;
    if (!isMany) onChoose([choice]);
    else if (!isNew) onChoose(others);
    else if (!isFull) onChoose([...chosen, choice]);
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const current = flat[active];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : flat.length - 1;
      if (isOpen) setActive(flat.length ? (active + step) % flat.length : 0);
      setOpen(true);
    } else if (event.key === 'Enter') {
      if (isOpen && current) pick(current);
      else setOpen(true);
    } else if (event.key === 'Escape' && isOpen) close();
    else if (event.key === 'Backspace' && !query && isMany && chosen.length) onChoose(chosen.slice(0, -1));
    else return;
    // Enter would submit the form around it, Escape would close the modal.
    event.preventDefault();
  };
  const shown = isMany ? '' : (chosen[0]?.text.text ?? '');
  return (
    <div className="picker" ref={frame}>
      {isMany && <Chips chosen={chosen} onChange={onChoose} />}
      <input
        {...attributes}
        className="text-field"
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && flat[active] ? `${listId}-${active}` : undefined}
        aria-busy={busy}
        autoComplete="off"
        value={isOpen ? query : shown}
        placeholder={shown || (isFull ? `At most ${most}` : placeholder)}
        disabled={busy}
        onClick={() => setOpen(true)}
        onBlur={close}
        onChange={(event) => {
          setOpen(true);
          setActive(0);
          setQuery(event.target.value);
        }}
        onKeyDown={onKeyDown}
      />
      <ChoiceList
        id={listId}
        isOpen={isOpen}
        groups={groups}
        note={note}
        active={active}
        isMany={isMany}
        chosen={chosen}
        onPick={pick}
      />
    </div>
  );
}
