import { renderShortage } from '../../blocks/shortage.ts';
import { describeError, type Logger } from '../../src/log.ts';
import { createFindStuck } from '../../src/services/shortages.ts';
import type { Origin, Services } from './define.ts';
import type { Say } from './say.ts';

export interface ShortageOptions {
  readonly services: Pick<Services, 'changes' | 'rights'>;
  readonly say: Say;
  readonly logger: Logger;
}

/** Tells whoever has just asked for a change that nobody can approve it: it follows the card. */
export function createShortageWarning({ services, say, logger }: ShortageOptions) {
  const findStuck = createFindStuck({ ...services, logger });
  return async (changeId: string, origin: Origin): Promise<void> => {
    const stuck = await findStuck(changeId, origin.userId);
    if (!stuck) return;
    await say(origin, renderShortage(stuck.change, stuck.shortage)).catch((error: unknown) =>
      logger.warn({ changeId, error: describeError(error) }, 'That a change cannot be approved was not said'),
    );
  };
}
