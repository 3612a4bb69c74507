import { z } from 'zod';
import { allBlocks, elementsOf } from '../blocks/find.ts';
import { checkView, type ModalJson } from '../blocks/view.ts';
import type { ClientClose, ClientSubmit, SubmitResult, ViewState } from '../client-api.ts';
import type { OpenView } from '../views.ts';
import { type Member, memberWith } from '../workspace.ts';
import { done, failed, type Result, type Stage } from './acting.ts';
import { viewClosed, viewSubmission } from './payloads.ts';
import { incomplete } from './required.ts';

/** Submitting and closing modals, and what the app may answer to a submission. */

const TROUBLE = 'We had some trouble connecting. Try again?';

const Answer = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string().min(1)) }),
  z.object({ response_action: z.literal('update'), view: z.unknown() }),
  z.object({ response_action: z.literal('push'), view: z.unknown() }),
  z.object({ response_action: z.literal('clear') }),
]);
type Answer = z.infer<typeof Answer>;

export async function submit(stage: Stage, submitted: ClientSubmit): Promise<SubmitResult> {
  const person = memberWith(submitted.as);
  const view = person && ownView(stage, person, submitted.viewId);
  if (!person || !view) return failed('This window is closed already.');
  const missing = incomplete(view.blocks, submitted.state);
  if (Object.keys(missing).length > 0) return { ok: false, errors: missing };
  const trigger = stage.context.triggers.issue({ user: person.id, viewId: view.id });
  const urls = responseUrlsOf(stage, person, view, submitted.state);
  const payload = viewSubmission(person, view, submitted.state, trigger, urls);
  const outcome = await stage.deliveries.deliver({ type: 'interactive', payload });
  if (!outcome.ok) return failed(TROUBLE);
  if (outcome.body === undefined) {
    stage.context.views.close(view.id);
    return done;
  }
  const answer = Answer.safeParse(outcome.body);
  return answer.success ? obey(stage, person, view, answer.data) : failed(TROUBLE);
}

function obey({ context }: Stage, person: Member, view: OpenView, answer: Answer): SubmitResult {
  switch (answer.response_action) {
    case 'errors': {
      const inputs = allBlocks(view.blocks).filter((block) => block.type === 'input');
      const known = Object.keys(answer.errors).every((id) => inputs.some((block) => block.block_id === id));
      return known ? { ok: false, errors: answer.errors } : failed(TROUBLE);
    }
    case 'clear':
      context.views.clear(person.id);
      return done;
    case 'update':
      return withModal(answer.view, (modal) => context.views.update(view.id, modal));
    case 'push':
      return withModal(answer.view, (modal) => context.views.push(person.id, modal));
  }
}

function withModal(view: unknown, then: (modal: ModalJson) => OpenView | undefined): SubmitResult {
  const checked = checkView(view, 'modal');
  if ('refusal' in checked) return failed(`${TROUBLE} (${checked.refusal.messages.join('; ')})`);
  return then(checked.view) ? done : failed(TROUBLE);
}

const ownView = ({ context }: Stage, person: Member, id: string): OpenView | undefined =>
  context.views.of(person.id).find((view) => view.id === id);

/** A select with `response_url_enabled` gives the app an address for the conversation that was chosen in it. */
function responseUrlsOf(stage: Stage, person: Member, view: OpenView, values: ViewState) {
  return allBlocks(view.blocks).flatMap((block) =>
    elementsOf(block)
      .filter((element) => element.response_url_enabled === true)
      .flatMap((element) => {
        const { block_id = '' } = block;
        const { action_id = '' } = element;
        const entry = values[block_id]?.[action_id];
        const channel_id = entry?.selected_conversation ?? entry?.selected_channel;
        if (typeof channel_id !== 'string') return [];
        const response_url = stage.responseUrls.issue('actions', { channel: channel_id, user: person.id });
        return [{ block_id, action_id, channel_id, response_url }];
      }),
  );
}

export async function closeView(stage: Stage, closed: ClientClose): Promise<Result> {
  const person = memberWith(closed.as);
  const view = person && ownView(stage, person, closed.viewId);
  if (!person || !view) return done;
  if (view.modal.clear_on_close) stage.context.views.clear(person.id);
  else stage.context.views.close(view.id);
  if (!view.modal.notify_on_close) return done;
  await stage.deliveries.deliver({ type: 'interactive', payload: viewClosed(person, view) });
  return done;
}
