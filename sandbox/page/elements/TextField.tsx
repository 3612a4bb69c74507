import type { ChangeEvent, KeyboardEvent } from 'react';
import { controlAttributes, type ElementProps } from './element-props.ts';
import { useElement } from './use-element.tsx';
import { elementValue } from './values.ts';

const KINDS: { [type: string]: string } = { email_text_input: 'email', url_text_input: 'url' };

/** Text, number, e-mail and address inputs. Their value is told on Enter only, and only where the block asks for it. */
export function TextField(props: ElementProps) {
  const { element, isQuiet } = props;
  const { content, put, act, dialog } = useElement(props);
  const shared = {
    ...controlAttributes(props),
    className: 'text-field',
    value: String(content ?? ''),
    placeholder: element.placeholder?.text,
    maxLength: element.max_length ?? 3000,
    spellCheck: false,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => put(event.target.value),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || isQuiet) return;
    // Or the form around it would be submitted.
    event.preventDefault();
    act({ value: elementValue(element.type, content), content });
  };
  if (element.multiline) return <textarea {...shared} rows={5} />;
  return (
    <>
      <input
        {...shared}
        type={KINDS[element.type] ?? 'text'}
        inputMode={element.type === 'number_input' ? 'decimal' : undefined}
        onKeyDown={onKeyDown}
      />
      {dialog}
    </>
  );
}
