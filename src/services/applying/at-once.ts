import { KnownError } from '../../errors.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Plan } from '../planning/planning.ts';
import { look } from './carrying-out.ts';
import { whyNot } from './endings.ts';

/**
 * Carries a plan out, once, with no row that keeps it.
 * @returns the id of the input that was created
 * @throws KnownError `out_of_date`, `masked_secret`, `nothing_to_do`
 */
export async function carryOutNow(
  pipeline: Pipeline,
  { input, operation, base, secrets }: Plan,
): Promise<string | undefined> {
  const work = { inputId: input.id, inputName: input.name, operation, base, secrets, wasSent: false };
  const found = await look(pipeline, work);
  if (found.kind === 'ready') return found.send();
  const kind =
    found.kind === 'done' ? 'nothing_to_do' : found.kind === 'masked' ? 'masked_secret' : 'out_of_date';
  throw new KnownError(kind, whyNot(found.kind, work));
}
