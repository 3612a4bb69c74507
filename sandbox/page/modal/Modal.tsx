import { type FormEvent, useId, useState } from 'react';
import type { SubmitResult, View } from '../../slack/client-api.ts';
import { Blocks } from '../blocks/Blocks.tsx';
import { SurfaceProvider } from '../elements/surface.ts';
import { useSurfaceOf } from '../elements/use-surface-of.ts';
import { sendClose, sendSubmit } from '../live/api.ts';
import { PlainText } from '../text/PlainText.tsx';
import { useWorkspace } from '../workspace.ts';
import { faultsOf } from './faults.ts';
import { useModal } from './use-modal.ts';

export function Modal({ view, isTop }: { view: View; isTop: boolean }) {
  const { state, refresh } = useWorkspace();
  const [errors, setErrors] = useState<{ [blockId: string]: string }>({});
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const dialog = useModal(isTop, view.callbackId, errors);
  const titleId = useId();
  const surface = useSurfaceOf({ type: 'view', viewId: view.id }, view.blocks, setProblem, errors);
  const whose = { as: state.me.id, viewId: view.id };

  const wait = async (work: Promise<SubmitResult>) => {
    setBusy(true);
    const result = await work;
    setErrors(result.errors ?? {});
    setProblem(result.ok || result.errors ? undefined : (result.error ?? 'The app did not take that.'));
    await refresh();
    setBusy(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const faults = faultsOf(view.blocks, surface.values);
    setErrors(faults);
    if (Object.keys(faults).length === 0) void wait(sendSubmit({ ...whose, state: surface.values }));
  };
  const close = () => void wait(sendClose(whose));

  return (
    <dialog
      ref={dialog}
      className="modal"
      aria-labelledby={titleId}
      data-view={view.callbackId}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <form noValidate onSubmit={submit}>
        <header className="modal-header">
          <h2 id={titleId}>
            <PlainText text={view.title} />
          </h2>
          <button type="button" className="close" aria-label="Dismiss" onClick={close}>
            ×
          </button>
        </header>
        <div className="modal-body">
          <div role="alert">{problem && <p className="notice">{problem}</p>}</div>
          <SurfaceProvider value={surface}>
            <Blocks blocks={view.blocks} />
          </SurfaceProvider>
        </div>
        <footer className="modal-footer">
          <button type="button" className="button" disabled={busy} onClick={close}>
            <PlainText text={view.close} />
          </button>
          {view.submit && (
            <button type="submit" className="button is-primary" disabled={busy} aria-busy={busy}>
              {busy && <span className="spinner" aria-hidden="true" />}
              <PlainText text={view.submit} />
            </button>
          )}
        </footer>
      </form>
    </dialog>
  );
}
