import { useId } from 'react';
import type { Json } from '../../slack/client-api.ts';
import type { Choice } from '../blocks/kit.ts';
import { TextView } from '../text/TextView.tsx';
import { controlAttributes, type ElementProps } from './element-props.ts';
import { useElement } from './use-element.tsx';

/** Radio buttons and checkboxes. */
export function Choices(props: ElementProps) {
  const { element, label, field } = props;
  const { content, choose, busy, dialog } = useElement(props);
  const name = useId();
  const isMany = element.type === 'checkboxes';
  const chosen = (Array.isArray(content) ? content : [content]) as unknown as (Choice | null)[];
  const isChosen = (choice: Choice) => chosen.some((other) => other?.value === choice.value);

  const toggle = (choice: Choice) => {
    const others = chosen.filter((other) => other !== null && other.value !== choice.value);
    const next = isMany ? (isChosen(choice) ? others : [...others, choice]) : choice;
    choose(next as unknown as Json);
  };
  const options = element.options?.map((choice) => (
    <label key={choice.value} className="choice">
      <input
        type={isMany ? 'checkbox' : 'radio'}
        name={name}
        checked={isChosen(choice)}
        disabled={busy}
        onChange={() => toggle(choice)}
      />
      <span>
        <TextView text={choice.text} />
        {choice.description && (
          <small>
            <TextView text={choice.description} />
          </small>
        )}
      </span>
    </label>
  ));
  // In an input block the fieldset and its legend name the group already.
  const groupName = field
    ? {}
    : { role: 'group', ...controlAttributes({ ...props, ...(label ? { label } : {}) }) };
  return (
    <div className="choices" {...groupName}>
      {options}
      {dialog}
    </div>
  );
}
