import { renderShortage } from '../../blocks/shortage.ts';
import { describeError, type Logger } from '../../src/log.ts';
import type { Origin, Services } from './define.ts';
import type { Say } from './say.ts';

export interface ShortageOptions {
  readonly services: Pick<Services, 'changes' | 'rights'>;
  readonly say: Say;
  readonly logger: Logger;
}

/**
 * Tells whoever has just asked for a change that nobody can approve it. Slack may have to be asked about many people, so
 * that this follows the card; where it cannot say, nothing is said.
 */
export function createShortageWarning({ services: { changes, rights }, say, logger }: ShortageOptions) {
  return async (changeId: string, origin: Origin): Promise<void> => {
    try {
      const change = await changes.find(changeId);
      if (change?.state !== 'pending' || change.requestedBy !== origin.userId) return;
      if (change.approvals.length > 0) return;
      const shortage = await rights.shortage(change.terms, change.requestedBy);
      if (!shortage) return;
      const { approvals, rules } = change.terms;
      logger.warn(
        { changeId, approvals, rules, able: shortage.able },
        'A change was asked for that nobody can approve as the policy stands',
      );
      await say(origin, renderShortage(change, shortage));
    } catch (error) {
      logger.warn({ changeId, error: describeError(error) }, 'Whether a change can be approved was not said');
    }
  };
}
