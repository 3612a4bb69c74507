import { randomBytes } from 'node:crypto';
import { nameIds } from './blocks/name-ids.ts';
import type { ModalJson } from './blocks/view.ts';
import type { Block, ViewState } from './client-api.ts';
import { app, team } from './workspace.ts';

/**
 * The modals that people have open. The emulator has views too but never closes one, so that its stack fills up for
 * good; hence they are kept here.
 */

export interface OpenView {
  id: string;
  user: string;
  rootId: string;
  previousId: string | undefined;
  hash: string;
  modal: ModalJson;
  blocks: Block[];
}

const DEEPEST = 3;

export interface ViewBook {
  find(idOrExternalId: string): OpenView | undefined;
  /** The person's stack, the topmost last. */
  of(user: string): OpenView[];
  /** Opens a new stack: a client shows one at a time. */
  open(user: string, modal: ModalJson): OpenView;
  /** Puts a modal on the stack; `undefined` when three are there already. */
  push(user: string, modal: ModalJson): OpenView | undefined;
  update(id: string, modal: ModalJson): OpenView | undefined;
  /** Takes off this view and what lies on it. */
  close(id: string): void;
  clear(user: string): void;
}

export function startViews(changed: () => void): ViewBook {
  const stacks = new Map<string, OpenView[]>();
  const of = (user: string): OpenView[] => stacks.get(user) ?? [];
  const set = (user: string, stack: OpenView[]): void => {
    stacks.set(user, stack);
    changed();
  };
  const find = (id: string): OpenView | undefined =>
    [...stacks.values()].flat().find((view) => view.id === id || view.modal.external_id === id);
  const fresh = (user: string, modal: ModalJson, below: OpenView | undefined): OpenView => {
    const id = `V${randomBytes(5).toString('hex').toUpperCase()}`;
    return { id, user, rootId: below?.rootId ?? id, previousId: below?.id, ...filled(modal) };
  };
  return {
    find,
    of,
    open(user, modal) {
      const view = fresh(user, modal, undefined);
      set(user, [view]);
      return view;
    },
    push(user, modal) {
      const stack = of(user);
      if (stack.length >= DEEPEST) return undefined;
      const view = fresh(user, modal, stack.at(-1));
      set(user, [...stack, view]);
      return view;
    },
    update(id, modal) {
      const view = find(id);
      if (!view) return undefined;
      const updated = { ...view, ...filled(modal) };
      set(
        view.user,
        of(view.user).map((other) => (other.id === view.id ? updated : other)),
      );
      return updated;
    },
    close(id) {
      const view = find(id);
      if (!view) return;
      const stack = of(view.user);
      set(view.user, stack.slice(0, stack.indexOf(view)));
    },
    clear: (user) => set(user, []),
  };
}

const filled = (modal: ModalJson) => ({
  modal,
  blocks: nameIds(modal.blocks),
  hash: `${Date.now()}.${randomBytes(4).toString('hex')}`,
});

/** A view as Slack gives it, in answers and in payloads. */
export function formatView(view: OpenView, values: ViewState = {}) {
  const { modal } = view;
  return {
    id: view.id,
    team_id: team.id,
    type: 'modal',
    title: modal.title,
    submit: modal.submit ?? null,
    close: modal.close ?? null,
    blocks: view.blocks,
    private_metadata: modal.private_metadata ?? '',
    callback_id: modal.callback_id ?? '',
    external_id: modal.external_id ?? '',
    state: { values },
    hash: view.hash,
    clear_on_close: modal.clear_on_close ?? false,
    notify_on_close: modal.notify_on_close ?? false,
    root_view_id: view.rootId,
    previous_view_id: view.previousId ?? null,
    app_id: app.id,
    app_installed_team_id: team.id,
    bot_id: app.botId,
  };
}
