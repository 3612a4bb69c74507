import type { Change } from '../../domain/change.ts';
import { previewSteps } from '../../domain/diff.ts';
import type { Input } from '../../domain/input.ts';
import { code } from '../../domain/mrkdwn.ts';
import { changesSecretSteps, undoSteps } from '../../domain/undo.ts';
import { KnownError } from '../../errors.ts';
import { inSlices, othersFirst } from '../in-slices.ts';
import { type Plan, planRewrite } from '../planning/planning.ts';
import { movedOn, SECRET_CHANGED } from './undo-refusals.ts';

/** An applied change with the documents that say what it did. */
export type Undoable = Pick<Change, 'inputName' | 'base' | 'proposed'>;

/**
 * The opposite of an applied change, on the input as it is now.
 * @throws KnownError `out_of_date` where it has moved on in the same place, or what it replaced is kept no longer;
 *   `nothing_to_do`
 */
export async function planUndo({ inputName, base, proposed }: Undoable, input: Input): Promise<Plan> {
  if (base === undefined || proposed === undefined) {
    throw new KnownError('out_of_date', `What was replaced in ${code(inputName)} is kept no longer.`);
  }
  await othersFirst();
  if (await inSlices(changesSecretSteps(base, proposed))) throw new KnownError('out_of_date', SECRET_CHANGED);
  const { edits, moved } = await inSlices(undoSteps(base, proposed, input.document));
  if (moved.length > 0) {
    const { changes } = await inSlices(previewSteps(proposed, input.document));
    throw movedOn(
      input.name,
      changes.filter(({ path }) => moved.some((place) => meet(['configuration', ...place], path))),
    );
  }
  const already = `${code(input.name)} is as it was before.`;
  if (edits.length === 0) throw new KnownError('nothing_to_do', `${already} There is nothing to undo.`);
  return planRewrite(input, { kind: 'edit', edits: [...edits] }, already);
}

/** Does one lead to what the other is about? In a list, places have names behind them: `0 (where)`. */
function meet(one: readonly string[], other: readonly string[]): boolean {
  const both = Math.min(one.length, other.length);
  return one.slice(0, both).every((key, at) => key === other[at]?.replace(/^(\d+) \([\w-]+\)$/, '$1'));
}
