import type { Element } from '../blocks/kit.ts';

export interface ElementProps {
  element: Element;
  blockId: string;
  /** What the element is called, when a label stands beside it. */
  label?: string;
  /** The app is not told of each choice: it reads the value on submission. */
  isQuiet?: boolean;
  /** What ties the control to the label and the notes of its input block. */
  field?: { id: string; describedBy: string; isInvalid: boolean; isRequired: boolean };
}

/** The attributes that make a control belong to its label; outside of an input block it is named by itself. */
export function controlAttributes({ element, label, field }: ElementProps) {
  if (!field)
    return {
      'aria-label': element.accessibility_label ?? label ?? element.placeholder?.text ?? element.action_id,
    };
  return {
    id: field.id,
    'aria-describedby': field.describedBy,
    'aria-invalid': field.isInvalid || undefined,
    'aria-required': field.isRequired || undefined,
  };
}
