import { PlainText } from '../text/PlainText.tsx';
import type { ElementProps } from './element-props.ts';
import { useElement } from './use-element.tsx';

/** A button; one with a `url` opens it, and the app is told of the click as well. */
export function ButtonElement(props: ElementProps) {
  const { element } = props;
  const { act, busy, dialog } = useElement(props);
  const className = `button is-${element.style ?? 'default'}`;
  const text = <PlainText text={element.text?.text ?? ''} />;
  if (element.url) {
    return (
      <a
        className={className}
        href={element.url}
        target="_blank"
        rel="noreferrer"
        aria-label={element.accessibility_label}
        onClick={() => act()}
      >
        {text}
      </a>
    );
  }
  return (
    <>
      <button
        type="button"
        className={className}
        disabled={busy}
        aria-busy={busy}
        aria-label={element.accessibility_label}
        onClick={() => act()}
      >
        {busy && <span className="spinner" aria-hidden="true" />}
        {text}
      </button>
      {dialog}
    </>
  );
}
