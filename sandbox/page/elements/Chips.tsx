import type { Choice } from '../blocks/kit.ts';
import { PlainText } from '../text/PlainText.tsx';

interface Props {
  chosen: readonly Choice[];
  onChange: (choices: Choice[]) => void;
}

/** What is chosen in a multiple select, each with a way to take it back. */
export function Chips({ chosen, onChange }: Props) {
  return chosen.map((choice) => (
    <span key={choice.value} className="chip">
      <PlainText text={choice.text.text} />
      <button
        type="button"
        aria-label={`Remove ${choice.text.text}`}
        onClick={() => onChange(chosen.filter((other) => other !== choice))}
      >
        ×
      </button>
    </span>
  ));
}
