import { addJob } from '../../db/jobs.ts';
import { keepTermsAnew, pendingAfter } from '../../db/pending.ts';
import { type Pool, transaction } from '../../db/pool.ts';
import type { Sealer } from '../../db/sealing.ts';
import { questionOf } from '../../domain/change.ts';
import type { PendingChange } from '../../domain/pending.ts';
import { inSlices } from '../in-slices.ts';
import type { Rights } from '../rights.ts';

export interface TermsAnewOptions {
  readonly pool: Pool;
  readonly sealer: Sealer;
  readonly rights: Rights;
}

const AT_ONCE = 50;

/**
 * Once the policy was read anew: works out anew what it says of each change that waits, keeps that, and has the cards of
 * those of which it says something else drawn anew. It decides nothing: what holds is asked of the policy at each click.
 * @param signal lays it down between two portions; whoever takes it up begins from the start
 */
export async function keepAllTermsAnew(options: TermsAnewOptions, signal: AbortSignal): Promise<void> {
  let after: string | undefined;
  do {
    signal.throwIfAborted();
    const { read, lastId } = await pendingAfter(options.pool, options.sealer, after, AT_ONCE);
    for (const change of await inSlices(read())) await keepAnew(change, options);
    after = lastId;
  } while (after !== undefined);
}

async function keepAnew(change: PendingChange, { pool, rights }: TermsAnewOptions): Promise<void> {
  const { id: changeId, approvals } = change;
  const terms = await rights.terms(questionOf(change));
  // It still waits: where fewer are asked for by now than there are already, the next approval decides.
  const kept = { ...terms, approvals: Math.max(approvals.length + 1, terms.approvals) };
  await transaction(pool, async (client) => {
    if (!(await keepTermsAnew(client, changeId, kept, approvals.length))) return;
    await addJob(client, 'card', { changeId });
  });
}
