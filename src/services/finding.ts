import type { InputFacts } from '../domain/input.ts';
import { ambiguous, unknownInput } from './input-refusals.ts';

/** The one that is meant, by its id or its name. @throws KnownError `unknown_input` with the nearest names */
export function findAmong(inputs: readonly InputFacts[], inputName: string): InputFacts {
  // An id first: buttons and forms go by it, and another input may be called so.
  const withId = inputs.filter(({ id }) => id === inputName);
  const found = withId.length > 0 ? withId : inputs.filter(({ name }) => name === inputName);
  const [input] = found;
  if (input && found.length === 1) return input;
  if (input) throw ambiguous(inputName, found);
  throw unknownInput(inputName, inputs);
}
