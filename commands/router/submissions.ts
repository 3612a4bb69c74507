import { setTimeout as pause } from 'node:timers/promises';
import { renderReading, renderUnderWay, renderView } from '../../blocks/modal.ts';
import type { Filled } from '../../blocks/modals/fields.ts';
import { refill } from '../../blocks/modals/refill.ts';
import type { Modal } from '../../src/domain/message.ts';
import { KnownError } from '../../src/errors.ts';
import { describeError, type Logger } from '../../src/log.ts';
import { inTime } from '../../src/patience.ts';
import { PipelineError } from '../../src/services/pipeline.ts';
import type { Explain } from './boundary.ts';
import type { FormHandler, Services, SpokenAnswer } from './define.ts';
import type { ClickedView, Delivery } from './delivery.ts';
import { errorsByBlock, hasWayOut, isOfAField } from './form-errors.ts';
import type { Gate } from './gate.ts';
import type { Giver } from './give.ts';
import { writeMetadata } from './metadata.ts';
import type { Say } from './say.ts';
import type { Windows } from './windows.ts';

/** What somebody has filled in. */
export interface Submission extends Delivery {
  readonly formId: string;
  readonly values: Filled;
  /** The ids of the form's blocks that have a field, in their order. */
  readonly blocks: readonly string[];
  /** The form itself, so that it can be shown again. */
  readonly form: { readonly id: string; readonly submit: string; readonly blocks: readonly unknown[] };
  readonly view: ClickedView;
}

/** What Slack does with the form: nothing closes it. Once, and within three seconds. */
export type Acknowledge = (
  reply?:
    | { readonly response_action: 'errors'; readonly errors: Record<string, string> }
    | { readonly response_action: 'update'; readonly view: ReturnType<typeof renderView> },
) => Promise<void>;

export interface SubmissionOptions {
  readonly forms: readonly FormHandler[];
  readonly services: Services;
  readonly gate: Gate;
  readonly giver: Giver;
  readonly windows: Windows;
  readonly say: Say;
  readonly explain: Explain;
  readonly logger: Logger;
}

type Ending =
  | { readonly kind: 'done'; readonly answer: SpokenAnswer }
  | { readonly kind: 'refused'; readonly error: unknown }
  /** Slack has delivered it twice; the other delivery ends it. */
  | { readonly kind: 'again' };

const ACKNOWLEDGE_WITHIN_MS = 2_000;
/** Longer than the other delivery of the same takes to be acknowledged, so that what that says is what Slack heeds. */
const STEP_BACK_MS = 2_500;

const BUTTON_OUTSIDE = 'The button for that is where you opened this form.';
const DONE = 'That is done. The answer is where you opened this form.';
const FROM_ANOTHER_VERSION =
  'This form is from another version of me, and nothing was done. Close it and type the command again.';

/** Takes what was filled in to its handler, and says in the form itself what is wrong. Never throws. */
export function createSubmissions(options: SubmissionOptions) {
  const { forms, services, gate, giver, windows, say, explain, logger } = options;
  const byId = new Map(forms.map((form) => [form.id, form]));

  async function work({ formId, values, view, origin, triggerId }: Submission): Promise<Ending> {
    try {
      if (!(await gate.isNew(triggerId))) return { kind: 'again' };
      const form = byId.get(formId);
      if (!form?.isOfCard) gate.admit(origin);
      if (!form) throw new KnownError('not_available', FROM_ANOTHER_VERSION);
      // Whoever has opened the form may have lost the right since.
      const actor = await gate.pass(origin, form.action ?? 'change');
      const { metadata } = view;
      return { kind: 'done', answer: await form.submit({ values, metadata, actor, origin, services }) };
    } catch (error) {
      return { kind: 'refused', error };
    }
  }

  async function endInTime(ending: Ending, submission: Submission, acknowledge: Acknowledge): Promise<void> {
    const { origin } = submission;
    switch (ending.kind) {
      case 'again':
        await pause(STEP_BACK_MS);
        return acknowledge();
      case 'refused':
        return refuse(ending.error, submission, acknowledge);
      case 'done':
        await acknowledge();
        return giver.give(ending.answer, origin);
    }
  }

  async function refuse(error: unknown, submission: Submission, acknowledge: Acknowledge): Promise<void> {
    const { origin, formId, blocks, view } = submission;
    const message = explain(error, origin);
    const isSaidOutside = hasWayOut(error) && !isOfAField(error);
    const sentence = isSaidOutside ? `${message.text} ${BUTTON_OUTSIDE}` : message.text;
    const errors = errorsByBlock(error, sentence, byId.get(formId), blocks);
    await acknowledge(
      errors
        ? { response_action: 'errors', errors }
        : showing(submission, renderReading(view.title, sentence)),
    );
    if (isSaidOutside) await say(origin, message);
  }

  /** The form shows by now that it takes long. */
  async function endLate(ending: Ending, submission: Submission): Promise<void> {
    const { origin, view } = submission;
    const open = { id: view.id };
    if (ending.kind === 'again') return;
    if (ending.kind === 'refused') {
      const message = explain(ending.error, origin);
      const shown = isToMend(ending.error)
        ? formAgain(submission, ending.error, message.text)
        : renderReading(view.title, message.text);
      const isSeen = await windows.turn(open, shown, origin);
      if (!isSeen || hasWayOut(ending.error)) await say(origin, message);
      return;
    }
    await giver.give(ending.answer, origin);
    await windows.turn(open, renderReading(view.title, DONE), origin);
  }

  return async (submission: Submission, respond: Acknowledge): Promise<void> => {
    const { origin, view } = submission;
    const acknowledge: Acknowledge = (reply) =>
      respond(reply).catch((error: unknown) =>
        logger.warn({ error: describeError(error) }, 'A form could not be acknowledged'),
      );
    try {
      const ending = work(submission);
      const early = await inTime(ending, ACKNOWLEDGE_WITHIN_MS);
      if (early) return await endInTime(early, submission, acknowledge);
      await acknowledge(showing(submission, renderUnderWay(view.title)));
      await endLate(await ending, submission);
    } catch (error) {
      await say(origin, explain(error, origin)).catch((failed: unknown) =>
        logger.error({ error: describeError(failed) }, 'The answer did not reach Slack'),
      );
    }
  };
}

/** Nothing was done, and something else, or another moment, may do. */
function isToMend(error: unknown): boolean {
  return error instanceof KnownError || (error instanceof PipelineError && error.outcome === 'not_done');
}

/** As it was filled in, with what is wrong above it: nobody has to type it all again because it took long. */
function formAgain({ form, values, view }: Submission, error: unknown, sentence: string): Modal {
  const fields = error instanceof KnownError ? Object.values(error.fields) : [];
  const said = [...new Set(fields.length > 0 ? fields : [sentence])].join('\n');
  return {
    id: form.id,
    title: view.title,
    submit: form.submit,
    blocks: refill(form.blocks, values, `:warning: ${said}`),
    metadata: view.metadata,
  };
}

function showing({ origin, view }: Submission, modal: Modal) {
  const metadata = writeMetadata(origin, view.metadata);
  return { response_action: 'update', view: renderView(modal, metadata) } as const;
}
