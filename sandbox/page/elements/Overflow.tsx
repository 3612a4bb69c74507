import { type FocusEvent, type KeyboardEvent, useRef, useState } from 'react';
import type { Json } from '../../slack/client-api.ts';
import type { Choice } from '../blocks/kit.ts';
import { PlainText } from '../text/PlainText.tsx';
import type { ElementProps } from './element-props.ts';
import { useElement } from './use-element.tsx';

export function Overflow(props: ElementProps) {
  const { element } = props;
  const { act, busy, dialog } = useElement(props);
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);

  const pick = (choice: Choice) => {
    setOpen(false);
    if (choice.url) window.open(choice.url, '_blank', 'noopener,noreferrer');
    act({ value: { type: 'overflow' }, content: choice as unknown as Json });
  };
  const onBlur = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isOpen) return;
    // Or the modal around it would close as well.
    event.preventDefault();
    setOpen(false);
    opener.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens to what bubbles up from the buttons
    <div className="overflow" onBlur={onBlur} onKeyDown={onKeyDown}>
      <button
        ref={opener}
        type="button"
        className="button is-default"
        aria-label={element.accessibility_label ?? 'More actions'}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        disabled={busy}
        aria-busy={busy}
        onClick={() => setOpen(!isOpen)}
      >
        ⋯
      </button>
      {isOpen && (
        <div role="menu" className="popup">
          {element.options?.map((choice) => (
            <button
              key={choice.value ?? choice.text.text}
              type="button"
              role="menuitem"
              onClick={() => pick(choice)}
            >
              <PlainText text={choice.text.text} />
            </button>
          ))}
        </div>
      )}
      {dialog}
    </div>
  );
}
