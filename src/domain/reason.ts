import { cutUnits, oneLine } from './mrkdwn.ts';
import { redactText } from './secrets.ts';

/** Why somebody asks for a change, or turns one down, as it is kept and shown. */

/** UTF-16 units: some five lines on a card. */
export const LONGEST_REASON = 500;

/**
 * @param typed what somebody typed: people paste addresses, and those hold passwords
 * @returns one line, secrets masked and cut where it is long; `undefined` where nothing is said
 */
export function keptReason(typed: string | undefined): string | undefined {
  if (typed === undefined) return undefined;
  // Masked as a whole: of half a secret nobody can tell that it is one.
  const said = oneLine(redactText(typed.trim()).trim());
  return said === '' ? undefined : cutUnits(said, LONGEST_REASON);
}
