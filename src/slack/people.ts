import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Actor, Standing } from '../domain/policy.ts';
import { describeError, type Logger } from '../log.ts';

/** Who people are, as Slack says it. */
export interface People {
  actor(userId: string): Promise<Actor>;
}

const User = z.looseObject({
  team_id: z.string().optional(),
  deleted: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  is_ultra_restricted: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  enterprise_user: z.looseObject({ teams: z.array(z.string()).optional() }).optional(),
});
type User = z.infer<typeof User>;

const KEPT_MS = 60_000;
const MOST_KEPT = 5_000;

/**
 * What Slack says of a person is kept for a minute; what it could not say is not kept at all.
 * @param ourTeam the bot's own workspace, once it is known
 */
export function createPeople(client: WebClient, ourTeam: () => string | undefined, logger: Logger): People {
  const kept = new Map<string, { standing: Standing; until: number }>();

  async function ask(userId: string): Promise<Standing> {
    try {
      const { user } = await client.users.info({ user: userId });
      return standingOf(User.parse(user), userId, ourTeam());
    } catch (error) {
      logger.warn({ error: describeError(error), userId }, 'Slack could not say who somebody is');
      return 'unknown';
    }
  }

  return {
    async actor(userId) {
      const known = kept.get(userId);
      if (known && known.until > Date.now()) return { userId, standing: known.standing };
      const standing = await ask(userId);
      if (kept.size >= MOST_KEPT) kept.clear();
      if (standing !== 'unknown') kept.set(userId, { standing, until: Date.now() + KEPT_MS });
      return { userId, standing };
    },
  };
}

function standingOf(user: User, userId: string, teamId: string | undefined): Standing {
  if (teamId === undefined) return 'unknown';
  if (user.is_bot || userId === 'USLACKBOT') return 'bot';
  const isOurs = user.team_id === teamId || user.enterprise_user?.teams?.includes(teamId);
  if (user.is_stranger || !isOurs) return 'stranger';
  // Somebody who has left keeps nothing but what a guest has.
  return user.is_restricted || user.is_ultra_restricted || user.deleted ? 'guest' : 'member';
}
