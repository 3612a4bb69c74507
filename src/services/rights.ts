import { type Change, type Outline, questionOf } from '../domain/change.ts';
import { person } from '../domain/mrkdwn.ts';
import type { Actor } from '../domain/policy/actor.ts';
import type { Policy, Rule, Who } from '../domain/policy/policy.ts';
import { type Prospect, prospectOf } from '../domain/policy/prospect.ts';
import {
  type Decision,
  mayAnswerIn,
  mayApplyAlone,
  mayApprove,
  mayAsk,
  mayReject,
} from '../domain/policy/rights.ts';
import { namedByAll, type Shortage } from '../domain/policy/shortage.ts';
import {
  groupsIn,
  isAtOnce,
  type Question,
  rulesShown,
  rulesSteps,
  type Terms,
  termsSteps,
  termsUnder,
} from '../domain/policy/terms.ts';
import { counted } from '../domain/stats.ts';
import type { Steps } from '../domain/steps.ts';
import { inSlices } from './in-slices.ts';

/** Who people are and what groups they are in, as Slack says it. It never fails: what Slack cannot say is `unknown`. */
export interface Directory {
  actor(userId: string): Promise<Actor>;
  /** @param groupIds user groups @returns of each, whether the person is in it */
  inGroups(userId: string, groupIds: readonly string[]): Promise<ReadonlyMap<string, boolean | 'unknown'>>;
  /** Everybody in a user group; nobody where there is no such group, and `undefined` where Slack cannot say. */
  membersOf(groupId: string): Promise<readonly string[] | undefined>;
}

/** What the policy says now, and whether somebody may; asked anew at each step of a change's life. */
export interface Judged {
  readonly terms: Terms;
  readonly decision: Decision;
}

/** What has to be known of a change to say who may decide on it. */
export type Judgeable = Parameters<typeof questionOf>[0] & Pick<Change, 'requestedBy'>;

/** What the policy says of something, for somebody who wants to know before they try. */
export interface Explained {
  readonly terms: Terms;
  /** Those that decide, or that may where not all is known, in their order. */
  readonly rules: readonly Rule[];
  readonly mayAsk: Decision;
  /** What somebody else has asked for. */
  readonly mayApprove: Decision;
  readonly mayApplyAlone: Decision;
  /** Are there too few people who could approve what they ask for? */
  readonly shortage: Shortage | undefined;
}

export type Rights = ReturnType<typeof createRights>;

/** Of more people than this, enough are taken to be members: ten approvals are the most that a rule asks for. */
const MOST_LOOKED_AT = 20;

/** @param policy the one that is in force now */
export function createRights(policy: () => Policy, directory: Directory) {
  async function known(actor: Actor, whos: readonly Who[]): Promise<Actor> {
    const groups = groupsIn(whos);
    return groups.length === 0 ? actor : { ...actor, groups: await directory.inGroups(actor.userId, groups) };
  }

  const stepsTo = (question: Question): Steps<Terms> => termsSteps(policy(), question);
  const terms = (question: Question): Promise<Terms> => inSlices(stepsTo(question));

  async function judge(
    actor: Actor,
    question: Question,
    whos: (terms: Terms) => readonly Who[],
    may: (actor: Actor, terms: Terms) => Decision,
  ): Promise<Judged> {
    const now = await terms(question);
    return { terms: now, decision: may(await known(actor, whos(now)), now) };
  }

  /** Where Slack cannot say, there is none. */
  async function shortage(terms: Terms, requestedBy: string): Promise<Shortage | undefined> {
    if (isAtOnce(terms)) return undefined;
    const groups = groupsIn(terms.approve);
    const members = await Promise.all(groups.map(async (id) => [id, await directory.membersOf(id)] as const));
    const named = namedByAll(terms.approve, new Map(members))?.filter(
      (id) => terms.selfApprove || id !== requestedBy,
    );
    if (named === undefined || named.length > MOST_LOOKED_AT) return undefined;
    const actors = await Promise.all(named.map((id) => directory.actor(id)));
    const able = actors.filter(({ standing }) => standing === 'member' || standing === 'unknown');
    return able.length < terms.approvals ? { able: able.map(({ userId }) => userId) } : undefined;
  }

  async function mayStillAsk(change: Change, now: Terms): Promise<Decision> {
    const asker = await known(await directory.actor(change.requestedBy), now.ask);
    const decision = mayAsk(asker, change.action, now);
    return decision.permitted || decision.mayPass
      ? decision
      : no(`${person(change.requestedBy)}, who asked for it, may not do so any more.`);
  }

  async function mayStillApplyAlone(change: Change, now: Terms): Promise<Decision> {
    const by = change.approvedBy ?? '';
    const decision = mayApplyAlone(await known(await directory.actor(by), now.alone), now);
    return decision.permitted || decision.mayPass
      ? decision
      : no(`${person(by)} may not apply it alone any more.`);
  }

  async function isStillApproved(change: Change, now: Terms): Promise<Decision> {
    const decisions = await Promise.all(
      change.approvals.map(async ({ by }) =>
        mayApprove(await known(await directory.actor(by), now.approve), change, now),
      ),
    );
    const count = decisions.filter(({ permitted }) => permitted).length;
    if (count >= now.approvals) return { permitted: true };
    const unknown = decisions.filter((decision) => !decision.permitted && decision.mayPass);
    const [passing] = unknown;
    if (passing && count + unknown.length >= now.approvals) return passing;
    if (change.approvals.length < now.approvals) {
      const needed = counted(now.approvals, 'approval');
      return no(`By now ${said(now)} asks for ${needed}, and it has ${change.approvals.length}.`);
    }
    const gone = change.approvals.filter((_, at) => decisions[at]?.permitted === false);
    const who = gone.map(({ by }) => person(by)).join(' and ');
    return no(`${who}, who approved it, may not do so any more.`);
  }

  return {
    policy,
    terms,
    /** The same, as a part of more that is done in slices. */
    termsSteps: stepsTo,
    shortage,

    mayAnswerIn: (channelId: string): Decision => mayAnswerIn(policy(), channelId),

    async ask(actor: Actor, question: Question): Promise<Judged> {
      const now = await terms(question);
      return { terms: now, decision: mayAsk(await known(actor, now.ask), question.action, now) };
    },

    /** What may hold for what is not filled in yet, by all of the rules that may come to decide. */
    async foresee(question: Question): Promise<Prospect> {
      return prospectOf(await inSlices(rulesSteps(policy(), question)));
    },

    /** The labels of the rules that have whoever asks say why. */
    async reasonRules(question: Question): Promise<string[]> {
      const rules = await inSlices(rulesSteps(policy(), question));
      return rules.flatMap(({ reason, label }) => (reason ? label : []));
    },

    async explain(actor: Actor, question: Question): Promise<Explained> {
      const rules = await inSlices(rulesSteps(policy(), question));
      const now = termsUnder(rules);
      const asker = await known(actor, [...now.ask, ...now.approve, ...now.alone]);
      return {
        terms: now,
        rules,
        mayAsk: mayAsk(asker, question.action, now),
        mayApprove: mayApprove(asker, { requestedBy: '' }, now),
        mayApplyAlone: mayApplyAlone(asker, now),
        shortage: await shortage(now, actor.userId),
      };
    },

    approve: (actor: Actor, change: Judgeable): Promise<Judged> =>
      judge(
        actor,
        questionOf(change),
        ({ approve }) => approve,
        (known, now) => mayApprove(known, change, now),
      ),

    /** The same where what the policy says of it is known already. */
    approveUnder: async (
      terms: Terms,
      actor: Actor,
      change: Pick<Change, 'requestedBy'>,
    ): Promise<Decision> => mayApprove(await known(actor, terms.approve), change, terms),

    /** May they approve it whatever it may change? For what cannot be read. */
    approveUnread: (actor: Actor, { action, inputName, inputType, channelId, ...asked }: Outline) =>
      judge(
        actor,
        { action, inputName, inputType, channelId, fields: [[]] },
        ({ approve }) => approve,
        (known, now) => mayApprove(known, asked, now),
      ),

    reject: (actor: Actor, change: Change): Promise<Judged> =>
      judge(
        actor,
        questionOf(change),
        ({ approve }) => approve,
        (known, now) => mayReject(known, change, now),
      ),

    applyAlone: (actor: Actor, change: Change): Promise<Judged> =>
      judge(actor, questionOf(change), ({ alone }) => alone, mayApplyAlone),

    /**
     * Does what was approved still hold, by the policy and by who people are now? The end of a timed pause was approved with
     * it: that it is one is looked at before (`whyOvertaken`).
     */
    async stillHolds(change: Change): Promise<Decision> {
      if (change.resumes !== undefined) return { permitted: true };
      const now = await terms(questionOf(change));
      const asked = await mayStillAsk(change, now);
      if (!asked.permitted) return asked;
      return change.aloneReason === undefined
        ? isStillApproved(change, now)
        : mayStillApplyAlone(change, now);
    },
  };
}

const said = ({ rules }: Terms): string => rulesShown(rules);

function no(reason: string): Decision {
  return { permitted: false, reason, mayPass: false };
}
