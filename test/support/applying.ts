import type { ChangeStore } from '../../src/db/changes.ts';
import type { Pool } from '../../src/db/pool.ts';
import { Applying } from '../../src/services/applying/applying.ts';
import { createRenew } from '../../src/services/applying/renewing.ts';
import type { Pipeline } from '../../src/services/pipeline.ts';
import { createPreviews } from '../../src/services/previews.ts';
import type { Directory, Rights } from '../../src/services/rights.ts';
import { trialDirectory, trialRights } from './rights.ts';

export interface TrialApplyingOptions {
  readonly pool: Pool;
  readonly store: ChangeStore;
  readonly pipeline: Pipeline;
  /** In milliseconds. */
  readonly settleAfter: number;
  readonly directory?: Directory;
  readonly rights?: Rights;
}

/** Applying as the worker has it, without Slack. */
export function trialApplying({
  directory = trialDirectory(),
  rights = trialRights(undefined, directory),
  ...options
}: TrialApplyingOptions): Applying {
  const { pool, store, pipeline } = options;
  return new Applying({
    ...options,
    rights,
    renew: createRenew({
      ...{ pipeline, rights, previews: createPreviews(), changeTtl: 3_600_000 },
      actorOf: (userId) => directory.actor(userId),
      find: (changeId) => store.find(pool, changeId),
    }),
    remindAfter: 900_000,
    undoFor: 3_600_000,
  });
}
