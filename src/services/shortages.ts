import type { Change } from '../domain/change.ts';
import type { Shortage } from '../domain/policy/shortage.ts';
import { describeError, type Logger } from '../log.ts';
import type { Changes } from './changes.ts';
import type { Rights } from './rights.ts';

export interface ShortagesOptions {
  readonly changes: Pick<Changes, 'find'>;
  readonly rights: Pick<Rights, 'shortage'>;
  readonly logger: Logger;
}

/** What waits and cannot be approved as things stand. */
export interface Stuck {
  readonly change: Change;
  readonly shortage: Shortage;
}

export type FindStuck = (changeId: string, requestedBy: string) => Promise<Stuck | undefined>;

/**
 * Looks whether a change that somebody has just asked for can be approved; where nobody can, the log says so too. Slack may
 * have to be asked about many people; where it cannot say, there is nothing to tell. It never fails: what was asked for is
 * kept all the same.
 */
export function createFindStuck({ changes, rights, logger }: ShortagesOptions): FindStuck {
  return async (changeId, requestedBy) => {
    try {
      const change = await changes.find(changeId);
      if (change?.state !== 'pending' || change.requestedBy !== requestedBy) return undefined;
      if (change.approvals.length > 0) return undefined;
      const shortage = await rights.shortage(change.terms, requestedBy);
      if (!shortage) return undefined;
      const { approvals, rules } = change.terms;
      logger.warn(
        { changeId, approvals, rules, able: shortage.able },
        'A change was asked for that nobody can approve as the policy stands',
      );
      return { change, shortage };
    } catch (error) {
      logger.warn({ changeId, error: describeError(error) }, 'Whether a change can be approved was not said');
      return undefined;
    }
  };
}
