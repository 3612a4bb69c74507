import { checkView, type ModalJson } from '../blocks/view.ts';
import type { Context } from '../context.ts';
import type { Answer, Args } from '../emulated.ts';
import { formatView } from '../views.ts';
import { refused } from './refused.ts';

/** `views.open`, `views.push`, `views.update`. Source: https://docs.slack.dev/surfaces/modals */

const faulty = (error: string): Answer => ({ ok: false, error });

export function openView(context: Context, args: Args): Answer {
  return withModal(args.view, (modal) => {
    if (isTaken(context, modal)) return faulty('duplicate_external_id');
    const trigger = context.triggers.exchange(args.trigger_id ?? args.interactivity_pointer);
    if ('error' in trigger) return faulty(trigger.error);
    return { ok: true, view: formatView(context.views.open(trigger.user, modal)) };
  });
}

export function pushView(context: Context, args: Args): Answer {
  return withModal(args.view, (modal) => {
    if (isTaken(context, modal)) return faulty('duplicate_external_id');
    const trigger = context.triggers.exchange(args.trigger_id ?? args.interactivity_pointer);
    if ('error' in trigger) return faulty(trigger.error);
    if (trigger.viewId === undefined || !context.views.find(trigger.viewId)) return faulty('view_not_found');
    const view = context.views.push(trigger.user, modal);
    return view ? { ok: true, view: formatView(view) } : faulty('push_limit_reached');
  });
}

export function updateView(context: Context, args: Args): Answer {
  return withModal(args.view, (modal) => {
    const view = context.views.find(String(args.view_id ?? args.external_id));
    if (!view) return faulty('not_found');
    if (typeof args.hash === 'string' && args.hash !== '' && args.hash !== view.hash) {
      return faulty('hash_conflict');
    }
    const updated = context.views.update(view.id, modal);
    return updated ? { ok: true, view: formatView(updated) } : faulty('not_found');
  });
}

/** App Home is kept by the emulator; only the check is done here. */
export async function publishView(context: Context, args: Args): Promise<Answer> {
  const checked = checkView(args.view, 'home');
  return 'refusal' in checked ? refused(checked.refusal) : context.emulated.asApp('views.publish', args);
}

function withModal(view: unknown, then: (modal: ModalJson) => Answer): Answer {
  const checked = checkView(view, 'modal');
  return 'refusal' in checked ? refused(checked.refusal) : then(checked.view);
}

const isTaken = (context: Context, { external_id: id }: ModalJson): boolean =>
  id !== undefined && id !== '' && context.views.find(id) !== undefined;
