import { type Groups, groupsOf } from '../../domain/groups.ts';
import { isSwitch } from '../../domain/operation.ts';
import { inSlices } from '../in-slices.ts';
import type { Plan } from './planning.ts';

/** What a plan would change, by key path, secrets masked: the groups that are named. Nothing where it only pauses or resumes. */
export async function previewOf(
  { operation, base, proposed }: Plan,
  show: readonly (keyof Groups)[],
): Promise<Partial<Groups>> {
  if (isSwitch(operation)) return {};
  const groups = await inSlices(groupsOf(operation.kind === 'create' ? undefined : base, proposed));
  return Object.fromEntries(show.map((group) => [group, groups[group]]));
}
