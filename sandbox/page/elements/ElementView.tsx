import type { ComponentType } from 'react';
import { Picture } from '../blocks/Picture.tsx';
import { ButtonElement } from './ButtonElement.tsx';
import { Choices } from './Choices.tsx';
import { DateField } from './DateField.tsx';
import type { ElementProps } from './element-props.ts';
import { Overflow } from './Overflow.tsx';
import { Select } from './Select.tsx';
import { TextField } from './TextField.tsx';

const DRAWERS: { [type: string]: ComponentType<ElementProps> } = {
  button: ButtonElement,
  checkboxes: Choices,
  datepicker: DateField,
  datetimepicker: DateField,
  email_text_input: TextField,
  image: ({ element }) => <Picture url={element.image_url} alt={element.alt_text ?? ''} />,
  number_input: TextField,
  overflow: Overflow,
  plain_text_input: TextField,
  radio_buttons: Choices,
  timepicker: DateField,
  url_text_input: TextField,
};

/** One element of a section, an actions block or an input. What the page cannot draw is shown as it was sent. */
export function ElementView(props: ElementProps) {
  const { type } = props.element;
  const Drawer = DRAWERS[type] ?? (type.endsWith('_select') ? Select : undefined);
  return Drawer ? (
    <Drawer {...props} />
  ) : (
    <pre className="unknown-block">{JSON.stringify(props.element, null, 2)}</pre>
  );
}
