import type { InputFacts } from './input.ts';
import { jsonTextSteps } from './json-lines.ts';
import { redactSteps } from './secrets.ts';
import type { Steps } from './steps.ts';

/**
 * Inputs as JSON text, with their secrets masked. Source: `Inputs.view_inputs`, `print_format='json'`.
 * @returns a list of objects, in the order of the inputs, as the pipeline names their fields
 */
export function* inputsJsonSteps(inputs: readonly InputFacts[]): Steps<string> {
  const texts: string[] = [];
  for (const input of inputs) {
    texts.push(yield* jsonTextSteps(yield* redactSteps(fieldsOf(input))));
    yield;
  }
  return `[${texts.join(',\n')}]\n`;
}

/** In the order in which a reader wants them; what the pipeline does not tell is absent. */
function fieldsOf({ id, name, type, category, paused, state, stats, createdAt, configuration }: InputFacts) {
  return { id, name, type, category, paused, state, stats, created_at: createdAt, configuration };
}
