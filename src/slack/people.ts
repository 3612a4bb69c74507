import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Actor, Standing } from '../domain/policy/actor.ts';
import { describeError, type Logger } from '../log.ts';
import { inTime } from '../patience.ts';
import type { Directory } from '../services/rights.ts';

/** Who people are, as Slack says it. */
export interface People extends Directory {
  /** The time zone that somebody has set, for example `Europe/Helsinki`; nothing where Slack cannot say. */
  timeZone(userId: string): Promise<string | undefined>;
}

const User = z.looseObject({
  team_id: z.string().optional(),
  deleted: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  is_ultra_restricted: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  tz: z.string().optional(),
  enterprise_user: z.looseObject({ teams: z.array(z.string()).optional() }).optional(),
});
type User = z.infer<typeof User>;

const GroupMembers = z.looseObject({ users: z.array(z.string()) });

const KEPT_MS = 60_000;
/** Whoever clicks waits for it, and Slack lets a form be opened for three seconds. */
const WITHIN_MS = 2_000;
const MOST_PEOPLE = 5_000;
const MOST_GROUPS = 500;

export interface PeopleOptions {
  readonly client: WebClient;
  /** The bot's own workspace. */
  readonly ourTeam: () => Promise<string>;
  readonly logger: Logger;
  /** In milliseconds; a minute when absent. */
  readonly keptFor?: number;
}

/** What Slack says of a person or a user group is kept for a minute; what it could not say is not kept at all. */
export function createPeople({ client, ourTeam, logger, keptFor = KEPT_MS }: PeopleOptions): People {
  const people = new LRUCache<string, { standing: Standing; tz: string | undefined }>({
    max: MOST_PEOPLE,
    ttl: keptFor,
    fetchMethod: async (userId) => {
      try {
        const [{ user }, teamId] = await Promise.all([client.users.info({ user: userId }), ourTeam()]);
        const known = User.parse(user);
        return { standing: standingOf(known, userId, teamId), tz: known.tz };
      } catch (error) {
        logger.warn({ error: describeError(error), userId }, 'Slack could not say who somebody is');
        return undefined;
      }
    },
  });
  /** That Slack does not know: it may come to. */
  const noGroups = new Set<string>();
  const groups = new LRUCache<string, ReadonlySet<string>>({
    max: MOST_GROUPS,
    ttl: keptFor,
    fetchMethod: async (groupId) => {
      try {
        const answer = await client.usergroups.users.list({ usergroup: groupId });
        noGroups.delete(groupId);
        return new Set(GroupMembers.parse(answer).users);
      } catch (error) {
        logger.warn({ error: describeError(error), groupId }, 'Slack could not say who is in a user group');
        if (isNoGroup(error)) noGroups.add(groupId);
        else noGroups.delete(groupId);
        return undefined;
      }
    },
  });

  /** Nothing where Slack does not say in time; what it says later is kept for the next who asks. */
  const known = <Known>(asked: Promise<Known | undefined>) => inTime(asked, WITHIN_MS);

  return {
    async actor(userId): Promise<Actor> {
      const standing = (await known(people.fetch(userId)))?.standing ?? 'unknown';
      return { userId, standing };
    },

    async inGroups(userId, groupIds) {
      const answers = await Promise.all(
        groupIds.map(
          async (id) => [id, (await known(groups.fetch(id)))?.has(userId) ?? ('unknown' as const)] as const,
        ),
      );
      return new Map(answers);
    },

    timeZone: async (userId) => (await known(people.fetch(userId)))?.tz,
    async membersOf(groupId) {
      const members = await known(groups.fetch(groupId));
      return members ? [...members] : noGroups.has(groupId) ? [] : undefined;
    },
  };
}

function isNoGroup(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && error.data.error === 'no_such_subteam';
}

function standingOf(user: User, userId: string, teamId: string): Standing {
  if (user.is_bot || userId === 'USLACKBOT') return 'bot';
  const isOurs = user.team_id === teamId || user.enterprise_user?.teams?.includes(teamId);
  if (user.is_stranger || !isOurs) return 'stranger';
  // Somebody who has left keeps nothing but what a guest has.
  return user.is_restricted || user.is_ultra_restricted || user.deleted ? 'guest' : 'member';
}
