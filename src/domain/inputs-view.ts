import { KnownError } from '../errors.ts';
import type { InputFacts } from './input.ts';
import { code } from './mrkdwn.ts';
import { didYouMean, nearest } from './nearest.ts';

/** What `Inputs.view_inputs` narrows by; what is absent narrows nothing. */
export interface InputFilter {
  /** In capitals or not. */
  readonly type?: string | undefined;
  /** False takes those that pull data, and those that have no paused state since data is pushed to them. */
  readonly paused?: boolean | undefined;
}

const NAMES = new Intl.Collator('en');

/** The order of names: as in a dictionary, whatever language the machine speaks. Names that read the same keep one order, too. */
export function compareNames(one: string, other: string): number {
  return NAMES.compare(one, other) || (one < other ? -1 : Number(one > other));
}

/** @returns the name as SQL writes it in a list: `'it''s',` */
export function quotedWithComma(name: string): string {
  return `'${name.replaceAll("'", "''")}',`;
}

/**
 * @returns the inputs that pass the filter, sorted by name, then id
 * @throws KnownError `bad_value` where no input is of that type, with the types that there are
 */
export function selectInputs(inputs: readonly InputFacts[], { type, paused }: InputFilter): InputFacts[] {
  if (type !== undefined) checkType(type, inputs);
  const wanted = type?.toLowerCase();
  return inputs
    .filter(
      (input) =>
        (wanted === undefined || input.type.toLowerCase() === wanted) &&
        (paused === undefined || (input.paused === true) === paused),
    )
    .sort((one, other) => compareNames(one.name, other.name) || compareNames(one.id, other.id));
}

function checkType(typed: string, inputs: readonly InputFacts[]): void {
  const types = [...new Set(inputs.map(({ type }) => type))].sort(compareNames);
  if (types.some((type) => type.toLowerCase() === typed.toLowerCase())) return;
  const there =
    types.length === 0
      ? 'There are no inputs at all.'
      : `There are inputs of type ${types
          .slice(0, 20)
          .map((type) => code(type, 40))
          .join(', ')}.`;
  const meant = nearest(typed, types, 1);
  const hint = didYouMean(meant);
  throw new KnownError(
    'bad_value',
    [`No input is of type ${code(typed)}.`, ...(hint ? [hint] : []), there].join(' '),
    { meant: { typed, nearest: meant } },
  );
}
