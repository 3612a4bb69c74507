import type { ChangeStore } from '../../src/db/changes.ts';
import type { Pool } from '../../src/db/pool.ts';
import type { Standing } from '../../src/domain/policy/actor.ts';
import { BUILT_IN_POLICY, type Policy } from '../../src/domain/policy/policy.ts';
import { Changes, type Click } from '../../src/services/changes.ts';
import { createPreviews } from '../../src/services/previews.ts';
import { createRights, type Directory, type Rights } from '../../src/services/rights.ts';

/** What stands for Slack where a service is tried without it: who people are, and who is in which user group. */
export interface TrialDirectory extends Directory {
  /** Of those who are no members. */
  readonly standings: Map<string, Standing>;
  readonly groups: Map<string, readonly string[]>;
}

export function trialDirectory(): TrialDirectory {
  const standings = new Map<string, Standing>();
  const groups = new Map<string, readonly string[]>();
  return {
    standings,
    groups,
    actor: async (userId) => ({ userId, standing: standings.get(userId) ?? 'member' }),
    membersOf: async (id) => groups.get(id),
    inGroups: async (userId, ids) =>
      new Map(ids.map((id) => [id, groups.get(id)?.includes(userId) ?? ('unknown' as const)])),
  };
}

export function trialRights(
  policy: () => Policy = () => BUILT_IN_POLICY,
  directory: Directory = trialDirectory(),
): Rights {
  return createRights(policy, directory);
}

/** Somebody clicks, or asks, in a channel of a workspace. */
export function clickOf(userId: string): Click {
  return { actor: { userId, standing: 'member' }, teamId: 'T', channelId: 'C1' };
}

/** Asking for changes and deciding on them, without Slack. */
export function trialChanges(pool: Pool, store: ChangeStore, rights: Rights = trialRights()): Changes {
  return new Changes({
    ...{ pool, store, rights },
    previews: createPreviews(),
    changeTtl: 3_600_000,
    remindAfter: 900_000,
  });
}
