import type { Change } from './change.ts';
import type { Action } from './operation.ts';

/**
 * Who may do what. Pure: it says yes or no and why, and does nothing. Until a policy file can say otherwise, members
 * ask, pause, and approve the changes of others; everybody else only reads.
 */

/** What Slack says of a person. `unknown` when Slack could not be asked. */
export type Standing = 'member' | 'guest' | 'bot' | 'stranger' | 'unknown';

export interface Actor {
  readonly userId: string;
  readonly standing: Standing;
}

/** `reason` is a sentence for the person who was refused. */
export type Decision = { readonly permitted: true } | { readonly permitted: false; readonly reason: string };

const PERMITTED: Decision = { permitted: true };
const refused = (reason: string): Decision => ({ permitted: false, reason });

export function mayAsk(actor: Actor): Decision {
  return mustBeMember(actor, 'change inputs');
}

/** Samples hold what the pipeline carries, personal data too, and getting them reaches into other systems. */
export function maySeeSamples(actor: Actor): Decision {
  return mustBeMember(actor, 'work with samples', 'cannot see samples, which may hold personal data');
}

/** Pausing and resuming are easily undone and often urgent: asking for them is enough. */
export function isApprovedAtOnce(action: Action): boolean {
  return action === 'pause' || action === 'resume';
}

export function mayApprove(actor: Actor, change: Pick<Change, 'requestedBy'>): Decision {
  const member = mustBeMember(actor, 'approve changes');
  if (!member.permitted) return member;
  if (actor.userId === change.requestedBy) {
    return refused('You asked for this change, so somebody else has to approve it.');
  }
  return PERMITTED;
}

/** The one who asked, whatever their standing is by now, and everybody who might approve it. */
export function mayCancel(actor: Actor, change: Pick<Change, 'requestedBy'>): Decision {
  return actor.userId === change.requestedBy ? PERMITTED : mayApprove(actor, change);
}

/** @param limit what all others have to do with */
function mustBeMember({ standing }: Actor, what: string, limit = 'can only read here'): Decision {
  switch (standing) {
    case 'member':
      return PERMITTED;
    case 'guest':
      return refused(`Guests ${limit}. Ask a member of this workspace to ${what}.`);
    case 'bot':
      return refused(`Bots ${limit}. Only people ${what}.`);
    case 'stranger':
      return refused(`People from other workspaces ${limit}. Ask a member of this one to ${what}.`);
    case 'unknown':
      return refused(
        `Slack could not say whether you are a member of this workspace, and only members ${what}. Try again in a moment.`,
      );
  }
}
