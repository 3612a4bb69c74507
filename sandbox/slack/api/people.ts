import type { Context } from '../context.ts';
import type { Answer, Args } from '../emulated.ts';
import { app, memberWith, type Roster, team } from '../workspace.ts';

/** What the emulator does not tell of people: guests, strangers, time zones, user groups. */

type User = Record<string, unknown>;

/** A user of an answer of `users.*`, with the fields that Slack has and the emulator has not. */
function whole(user: User, roster: Roster): User {
  const person = memberWith(String(user.id));
  const isBot = user.id === app.botUserId;
  return {
    ...user,
    team_id: person?.teamId ?? team.id,
    is_bot: isBot,
    is_app_user: false,
    is_admin: false,
    is_owner: false,
    deleted: roster.isDeactivated(String(user.id)),
    is_restricted: roster.isRestricted(String(user.id)),
    is_ultra_restricted: person?.isUltraRestricted ?? false,
    ...(person?.isStranger ? { is_stranger: true } : {}),
    tz: person?.tz ?? 'Etc/UTC',
    tz_label: person?.tzLabel ?? 'Coordinated Universal Time',
    tz_offset: person?.tzOffset ?? 0,
  };
}

export async function usersInfo(context: Context, args: Args): Promise<Answer> {
  const answer = await context.emulated.asApp('users.info', args);
  return answer.ok ? { ...answer, user: whole(answer.user as User, context.roster) } : answer;
}

/** Without the emulator's own administrator, and without strangers, as in Slack. */
export async function usersList(context: Context, args: Args): Promise<Answer> {
  const answer = await context.emulated.asApp('users.list', args);
  if (!answer.ok) return answer;
  const members = (answer.members as User[])
    .filter((user) => user.id === app.botUserId || memberWith(String(user.id))?.isStranger === false)
    .map((user) => whole(user, context.roster));
  return { ...answer, members };
}

function withGroupsScope(context: Context, answer: () => Answer): Answer {
  const { scopes } = context.manifest;
  if (scopes.includes('usergroups:read')) return answer();
  return { ok: false, error: 'missing_scope', needed: 'usergroups:read', provided: scopes.join(',') };
}

/** `usergroups.list`, with the members when `include_users` is asked for. */
export function userGroupsList(context: Context, args: Args): Answer {
  const withUsers = args.include_users === true || args.include_users === 'true';
  return withGroupsScope(context, () => ({
    ok: true,
    usergroups: context.roster.groups().map(({ users, ...group }) => ({
      ...group,
      team_id: team.id,
      is_usergroup: true,
      description: '',
      is_external: false,
      date_delete: 0,
      user_count: users.length,
      ...(withUsers ? { users } : {}),
    })),
  }));
}

/** `usergroups.users.list`. */
export function userGroupMembers(context: Context, args: Args): Answer {
  return withGroupsScope(context, () => {
    const group = context.roster.groups().find((candidate) => candidate.id === args.usergroup);
    return group ? { ok: true, users: group.users } : { ok: false, error: 'no_such_subteam' };
  });
}
