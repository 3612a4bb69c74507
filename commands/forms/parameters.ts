import type { InputFacts } from '../../src/domain/input.ts';
import { code } from '../../src/domain/mrkdwn.ts';
import { parametersOf } from '../../src/domain/parameters.ts';
import { KnownError } from '../../src/errors.ts';

/** @throws KnownError `unknown_parameter` where there is nothing to choose from, before a form is filled in for nothing */
export function refuseWithoutParameters(input: InputFacts): void {
  if ((parametersOf(input.configuration) ?? []).length > 0) return;
  throw new KnownError(
    'unknown_parameter',
    `${code(input.name)} is of type ${code(input.type)} and has no parameters. Nothing was changed.`,
  );
}
