import type { Refusal } from '../blocks/check.ts';
import type { Answer } from '../emulated.ts';

/** A refusal as the Web API answers it, with what is wrong and where. */
export const refused = ({ error, messages }: Refusal): Answer => ({
  ok: false,
  error,
  errors: messages.map((message) => message.replace('[ERROR] ', '')),
  response_metadata: { messages },
});
