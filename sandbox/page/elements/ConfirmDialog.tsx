import { useId } from 'react';
import type { Confirmation } from '../blocks/kit.ts';
import { useModal } from '../modal/use-modal.ts';
import { PlainText } from '../text/PlainText.tsx';
import { TextView } from '../text/TextView.tsx';

interface Props {
  confirmation: Confirmation;
  onAnswer: (isConfirmed: boolean) => void;
}

/** Slack words whatever of it the app leaves out. */
export function ConfirmDialog({ confirmation, onAnswer }: Props) {
  const dialog = useModal(true);
  const titleId = useId();
  return (
    <dialog
      ref={dialog}
      className="modal confirm-dialog"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onAnswer(false);
      }}
    >
      <header className="modal-header">
        <h2 id={titleId}>
          <PlainText text={confirmation.title?.text ?? 'Are you sure?'} />
        </h2>
      </header>
      <div className="modal-body">
        <TextView text={confirmation.text} />
      </div>
      <footer className="modal-footer">
        <button type="button" className="button" onClick={() => onAnswer(false)}>
          <PlainText text={confirmation.deny?.text ?? 'Cancel'} />
        </button>
        <button
          type="button"
          className={`button is-${confirmation.style ?? 'primary'}`}
          onClick={() => onAnswer(true)}
        >
          <PlainText text={confirmation.confirm?.text ?? 'Okay'} />
        </button>
      </footer>
    </dialog>
  );
}
