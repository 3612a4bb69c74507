import type { Person } from './client-api.ts';

/**
 * Who and what is in the sandbox's workspace. All ids are fixed, so that a card, a database row or a test that names
 * one is right at every start.
 */

export const team = { id: 'T0SANDBOX1', name: 'Sandbox', domain: 'sandbox' } as const;
const otherTeam = 'T0OUTSIDE1';

export const app = { id: 'A0SANDBOX1', botId: 'B0SANDBOX1', botUserId: 'U0SANDBOX1' } as const;

/** Not secrets: they open nothing but this sandbox. */
export const credentials = {
  botToken: 'xoxb-sandbox-bot-token',
  appToken: 'xapp-sandbox-app-token',
  signingSecret: 'sandbox-signing-secret',
  verificationToken: 'sandbox-verification-token',
} as const;

/** A person as the workspace knows them; `Person` is the part that the page shows. */
export interface Member extends Person {
  teamId: string;
  isRestricted: boolean;
  isUltraRestricted: boolean;
  isStranger: boolean;
  tz: string;
  tzLabel: string;
  /** Seconds east of UTC. */
  tzOffset: number;
  /** Their direct messages with the app. */
  directChannel: string;
}

const inLondon = { tz: 'Europe/London', tzLabel: 'Greenwich Mean Time', tzOffset: 0 };
const inHelsinki = { tz: 'Europe/Helsinki', tzLabel: 'Eastern European Time', tzOffset: 7200 };
const member = {
  teamId: team.id,
  isBot: false,
  isGuest: false,
  isRestricted: false,
  isUltraRestricted: false,
  isStranger: false,
};

export const people = {
  oncall: {
    ...member,
    ...inLondon,
    id: 'U0ONCALL01',
    name: 'olivia',
    realName: 'Olivia Oncall',
    title: 'On-call engineer',
    avatar: { initials: 'OO', color: '#1264a3' },
    directChannel: 'D0ONCALL01',
  },
  approver: {
    ...member,
    ...inHelsinki,
    id: 'U0APPROV01',
    name: 'aino',
    realName: 'Aino Approver',
    title: 'Approver, data platform',
    avatar: { initials: 'AA', color: '#2b7a4b' },
    directChannel: 'D0APPROV01',
  },
  backup: {
    ...member,
    ...inLondon,
    id: 'U0BACKUP01',
    name: 'bea',
    realName: 'Bea Backup',
    title: 'Second approver',
    avatar: { initials: 'BB', color: '#5b4b9a' },
    directChannel: 'D0BACKUP01',
  },
  guest: {
    ...member,
    ...inLondon,
    id: 'U0GUEST001',
    name: 'gus',
    realName: 'Gus Guest',
    title: 'Guest without rights',
    isGuest: true,
    isRestricted: true,
    isUltraRestricted: true,
    avatar: { initials: 'GG', color: '#8a6116' },
    directChannel: 'D0GUEST001',
  },
} satisfies Record<string, Member>;

/** Of another workspace, in the shared channels through Slack Connect. Not among the people of the page. */
export const stranger: Member = {
  ...member,
  ...inLondon,
  id: 'U0STRANGE1',
  name: 'sam',
  realName: 'Sam Stranger',
  title: 'Of another workspace',
  teamId: otherTeam,
  isStranger: true,
  avatar: { initials: 'SS', color: '#6b3f7a' },
  directChannel: 'D0STRANGE1',
};

export const everyone: readonly Member[] = [...Object.values(people), stranger];

export const memberWith = (id: string): Member | undefined => everyone.find((person) => person.id === id);

export const channels = {
  pipelines: {
    id: 'C0PIPELINE',
    name: 'pipelines',
    topic: 'Data pipelines: what runs, what waits, what broke',
  },
  general: { id: 'C0GENERAL1', name: 'general', topic: 'Announcements for everybody' },
  random: { id: 'C0RANDOM01', name: 'random', topic: 'The app is not here: /invite it first' },
} as const;

interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly users: readonly string[];
}

const userGroups: readonly UserGroup[] = [
  {
    id: 'S0ONCALL01',
    handle: 'data-oncall',
    name: 'Data on call',
    users: [people.oncall.id, people.approver.id],
  },
  {
    id: 'S0APPROV01',
    handle: 'data-approvers',
    name: 'Data approvers',
    users: [people.approver.id, people.backup.id],
  },
];

/** Who is there and in which user group, as long as one workspace runs: what moves while the app is at work. */
export interface Roster {
  groups(): readonly UserGroup[];
  /** @param users the ids of its members from now on */
  setGroup(groupId: string, users: readonly string[]): void;
  /** The account is closed; opened again with `false`. */
  deactivate(userId: string, isGone?: boolean): void;
  /** A member becomes a guest of some channels; a member again with `false`. */
  restrict(userId: string, isGuest?: boolean): void;
  isDeactivated(userId: string): boolean;
  isRestricted(userId: string): boolean;
}

export function startRoster(): Roster {
  const groups = new Map(userGroups.map((group) => [group.id, group]));
  const gone = new Set<string>();
  const guests = new Set(everyone.filter((person) => person.isRestricted).map(({ id }) => id));
  const put = (set: Set<string>, id: string, isIn: boolean) => void (isIn ? set.add(id) : set.delete(id));
  return {
    groups: () => [...groups.values()],
    setGroup(groupId, users) {
      const group = groups.get(groupId);
      if (!group) throw new Error(`There is no user group ${groupId} in the sandbox`);
      groups.set(groupId, { ...group, users });
    },
    deactivate: (userId, isGone = true) => put(gone, userId, isGone),
    restrict: (userId, isGuest = true) => put(guests, userId, isGuest),
    isDeactivated: (userId) => gone.has(userId),
    isRestricted: (userId) => guests.has(userId),
  };
}
