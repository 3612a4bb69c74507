import { type RefObject, useLayoutEffect, useRef } from 'react';

const FIRST_FIELD = '[data-focus], .modal-body :is(input, textarea, select)';

const FIRST_FAULT = '.is-invalid :is(input, textarea, select)';
const NO_FAULTS = {};

/**
 * Shows a `<dialog>` as a modal while `isShown`. The browser keeps the focus in it and gives it back afterwards; here
 * the first field gets it, where there is one, also of a form that takes the place of another view.
 * @param form tells one form from another
 * @param faults what is wrong with the fields: then the first such field gets the focus, and comes into sight
 */
export function useModal(
  isShown: boolean,
  form = '',
  faults: Readonly<Record<string, string>> = NO_FAULTS,
): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element || !isShown) return;
    if (!element.open) element.showModal();
    return () => element.close();
  }, [isShown]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another form brings other fields
  useLayoutEffect(() => {
    if (isShown) dialog.current?.querySelector<HTMLElement>(FIRST_FIELD)?.focus();
  }, [isShown, form]);
  useLayoutEffect(() => {
    if (Object.keys(faults).length > 0) dialog.current?.querySelector<HTMLElement>(FIRST_FAULT)?.focus();
  }, [faults]);
  return dialog;
}
