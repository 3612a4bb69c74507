import { z } from 'zod';
import { renderSentence } from '../../blocks/answers.ts';
import {
  type Command,
  defineCommand,
  type FormContext,
  type FormHandler,
  type SpokenAnswer,
} from '../../commands/router/define.ts';
import type { Modal } from '../../src/domain/message.ts';

/** A command with a form that has a field of each kind, for trying what is common to all forms. */

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(`The ${value}`), value });
const choices = ['first', 'second', 'third'].map(option);

const fields = {
  text: { type: 'plain_text_input' },
  number: { type: 'number_input', is_decimal_allowed: false },
  one: { type: 'static_select', options: choices },
  several: { type: 'multi_static_select', options: choices },
  radio: { type: 'radio_buttons', options: choices },
  input: { type: 'external_select', action_id: 'pick_database', min_query_length: 0 },
  inputs: { type: 'multi_external_select', action_id: 'pick_database', min_query_length: 0 },
} as const;

export function trialModal(metadata = 'remembered'): Modal {
  return {
    id: 'trial',
    title: 'Try something',
    submit: 'Try it',
    metadata,
    blocks: Object.entries(fields).map(([id, element]) => ({
      type: 'input',
      block_id: id,
      optional: true,
      label: plain(`Field ${id}`),
      element,
    })) as Modal['blocks'],
  };
}

export interface Trial {
  readonly command: Command;
  readonly form: FormHandler;
  /** What was submitted, in order. */
  readonly submitted: FormContext[];
  /** What opening and submitting it come to. */
  build: () => Promise<Modal>;
  submit: (context: FormContext) => Promise<SpokenAnswer>;
}

export function createTrial(): Trial {
  const trial: Trial = {
    submitted: [],
    build: async () => trialModal(),
    submit: async () => ({ kind: 'message', to: 'channel', message: renderSentence('It was tried.') }),
    command: defineCommand({
      verb: 'try',
      usage: 'try [<what...>]',
      summary: 'Try a form',
      args: z.object({ what: z.string().optional() }),
      // Guests too: a test has one submit it.
      action: 'help',
      run: async () => ({ kind: 'modal', title: 'Try something', build: () => trial.build() }),
    }),
    form: {
      id: 'trial',
      submit: (context) => {
        trial.submitted.push(context);
        return trial.submit(context);
      },
      blockOf: (field) => (field === 'amount' ? 'number' : field),
    },
  };
  return trial;
}
