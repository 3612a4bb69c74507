import type { Edit } from './document.ts';
import { deepEqual, heldJson, isObject, type Json } from './json.ts';

/** The named parameters of a REST input's requests: `configuration.parameters`, a list of `{parameter, type, value, …}`. */
export interface Parameter {
  readonly name: string;
  /** Its place in the list. */
  readonly index: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** @returns the parameters in their order; `undefined` where the input has no such list */
export function parametersOf(configuration: Readonly<Record<string, unknown>>): Parameter[] | undefined {
  const list = heldJson(configuration.parameters) ?? configuration.parameters;
  if (!Array.isArray(list)) return undefined;
  return list.flatMap((fields: unknown, index) =>
    isObject(fields) && typeof fields.parameter === 'string' ? { name: fields.parameter, index, fields } : [],
  );
}

/** Sets one field of every parameter of that name; one that has the value already keeps it as it is written. */
export function parameterEdits(
  configuration: Readonly<Record<string, unknown>>,
  { parameter, field }: { parameter: string; field: string },
  value: Json | undefined,
): Edit[] {
  return (parametersOf(configuration) ?? [])
    .filter(({ name, fields }) => name === parameter && !deepEqual(fields[field], value))
    .map(({ index }) => ({ path: ['parameters', String(index), field], value }));
}

/** Gives every parameter of these names the template. */
export function templateEdits(
  configuration: Readonly<Record<string, unknown>>,
  parameters: readonly string[],
  template: Json | undefined,
): Edit[] {
  return parameters.flatMap((parameter) =>
    parameterEdits(configuration, { parameter, field: 'template' }, template),
  );
}
