import { useId } from 'react';
import type { Block } from '../../slack/client-api.ts';
import { ElementView } from '../elements/ElementView.tsx';
import { useSurface } from '../elements/surface.ts';
import { PlainText } from '../text/PlainText.tsx';
import { as, type InputBlock } from './kit.ts';

/** Elements that are several controls in one: their label is a legend. */
const GROUPS = new Set(['radio_buttons', 'checkboxes', 'datetimepicker']);

export function Input({ block }: { block: Block }) {
  const { block_id = '', label, element, hint, optional, dispatch_action } = as<InputBlock>(block);
  const error = useSurface().errors[block_id];
  const id = useId();
  const notesId = useId();
  const caption = (
    <>
      <PlainText text={label.text} />
      {optional && <span className="optional"> (optional)</span>}
    </>
  );
  const control = (
    <ElementView
      element={element}
      blockId={block_id}
      label={label.text}
      isQuiet={!dispatch_action}
      field={{ id, describedBy: notesId, isInvalid: error !== undefined, isRequired: !optional }}
    />
  );
  const notes = (
    <div id={notesId} className="input-notes">
      {error && <p className="input-error">{error}</p>}
      {hint && (
        <p className="input-hint">
          <PlainText text={hint.text} />
        </p>
      )}
    </div>
  );
  const className = error ? 'input-block is-invalid' : 'input-block';
  if (GROUPS.has(element.type)) {
    return (
      <fieldset className={className} aria-describedby={notesId} data-block={block_id}>
        <legend>{caption}</legend>
        {control}
        {notes}
      </fieldset>
    );
  }
  return (
    <div className={className} data-block={block_id}>
      <label htmlFor={id}>{caption}</label>
      {control}
      {notes}
    </div>
  );
}
