import type fc from 'fast-check';
import { KnownError } from '../../../src/errors.ts';
import { isOpen, type Model, type ModelChange } from './model.ts';
import type { Real } from './real.ts';
import { inspect } from './rows.ts';

/** What a command is made of: it does something, and sees to it that everything is then as the model says. */

export type Command = fc.AsyncCommand<Model, Real>;

/** @param run what is done, and what has to be so after it */
export function command(
  says: string,
  run: (model: Model, real: Real) => Promise<void>,
  check: (model: Model) => boolean = () => true,
): Command {
  return {
    check,
    async run(model, real) {
      await run(model, real);
      await inspect(model, real);
    },
    toString: () => says,
  };
}

export type OnChange = (change: ModelChange, model: Model, real: Real) => Promise<void>;

/** About a change that is open, where there is one. */
export function onChange(says: string, which: number, run: OnChange): Command {
  return onOneOf((model) => model.changes.filter(isOpen), says, which, run);
}

/** About one of these, where there is one. */
export function onOneOf(
  those: (model: Model) => readonly ModelChange[],
  says: string,
  which: number,
  run: OnChange,
): Command {
  return command(
    `${says} #${which}`,
    async (model, real) => {
      const changes = those(model);
      const change = changes[which % changes.length];
      if (change) await run(change, model, real);
    },
    (model) => those(model).length > 0,
  );
}

/** @returns what came of it, or the code under which it was refused */
export async function orCode<T>(asked: Promise<T>): Promise<T | string> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof KnownError) return error.code;
    throw error;
  }
}
