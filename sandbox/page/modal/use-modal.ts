import { type RefObject, useLayoutEffect, useRef } from 'react';

const FIRST_FIELD = '[data-focus], .modal-body :is(input, textarea, select)';

/**
 * Shows a `<dialog>` as a modal while `isShown`. The browser keeps the focus in it and gives it back afterwards; here
 * the first field gets it, where there is one.
 */
export function useModal(isShown: boolean): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element || !isShown) return;
    if (!element.open) element.showModal();
    element.querySelector<HTMLElement>(FIRST_FIELD)?.focus();
    return () => element.close();
  }, [isShown]);
  return dialog;
}
